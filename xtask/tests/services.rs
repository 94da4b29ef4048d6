//! A service is a folder: what stands in CONTRIBUTING about adding one is what the code looks like.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use xtask::root;

const SERVICES: [&str; 2] = ["dgs", "roho"];
/// The crates whose services are folders.
const SOURCES: [&str; 2] = ["core/src", "sandbox/src"];
/// The service that CONTRIBUTING is read along with.
const EXAMPLE: &str = "roho";

#[test]
fn a_service_is_named_where_contributing_says_and_nowhere_else() {
    let listed = listed();
    let own = SOURCES.map(|source| format!("{source}/{EXAMPLE}/"));
    let files = SOURCES.iter().flat_map(|source| files(source));
    let naming: BTreeSet<String> = files.filter(|file| code(file).contains(EXAMPLE)).collect();
    let outside: Vec<&String> = naming.iter().filter(|file| !own.iter().any(|own| file.starts_with(own))).collect();
    let is_listed = |file: &str| listed.iter().any(|place| is_at(file, place));
    let missing: Vec<_> = outside.iter().filter(|file| !is_listed(file)).collect();
    assert!(missing.is_empty(), "they name {EXAMPLE}, and CONTRIBUTING does not say so: {missing:#?}");
    let stale: Vec<_> = listed.iter().filter(|place| !naming.iter().any(|file| is_at(file, place))).collect();
    assert!(stale.is_empty(), "CONTRIBUTING lists them, and they do not name {EXAMPLE}: {stale:#?}");
    assert!(
        !outside.is_empty() && own.iter().all(|own| naming.iter().any(|file| file.starts_with(own))),
        "the control"
    );
}

#[test]
fn no_service_names_another() {
    for (source, service) in SOURCES.iter().flat_map(|source| SERVICES.map(|service| (source, service))) {
        for other in SERVICES.iter().filter(|other| **other != service) {
            for file in files(&format!("{source}/{service}")) {
                assert!(!code(&file).contains(&format!("crate::{other}")), "{file} uses {other}");
            }
        }
    }
}

/// The places in the core and in the sandbox that the section names in backticks: files, and folders with a slash at the end.
fn listed() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, section) = text.split_once("\n## Adding a service\n").expect("CONTRIBUTING has the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let quoted = section.split('`').skip(1).step_by(2).map(str::to_owned);
    quoted.filter(|place| SOURCES.iter().any(|source| place.starts_with(source))).collect()
}

fn is_at(file: &str, place: &str) -> bool {
    if place.ends_with('/') { file.starts_with(place) } else { file == place }
}

/// All sources in a folder but the tests, by their paths from the root.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{folder}/{name}");
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&path));
        } else if name != "tests.rs" && matches!(Path::new(&name).extension(), Some(end) if end == "rs" || end == "sql")
        {
            found.push(path);
        }
    }
    found
}

/// What a file says to the compiler, in lower case: without comments, and without its tests.
fn code(file: &str) -> String {
    let text = fs::read_to_string(root().join(file)).unwrap().to_lowercase();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let is_code = |line: &&str| !["//", "--"].iter().any(|comment| line.trim_start().starts_with(comment));
    code.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

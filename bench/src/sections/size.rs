//! What is downloaded and what is installed. scripts/bench lays it out: target/bench/size/LANGUAGE/NAME/downloaded and
//! installed, everything that comes along included; of Android a file for each kind of machine, and of pages the one script.

use std::path::{Path, PathBuf};

use crate::Result;
use crate::plan::Plan;
use crate::report::{Better, Comparison, FOLDER, Goal, Report, Row};

const ID: &str = "size";

struct Field {
    folder: &'static str,
    language: &'static str,
    /// Of the package that carries the native library, as it is downloaded.
    limit: (&'static str, f64),
}

const FIELDS: [Field; 3] = [
    Field { folder: "python", language: "Python", limit: (".whl", 2.0) },
    Field { folder: "node", language: "Node", limit: ("linux-x64-gnu", 2.0) },
    Field { folder: "kotlin", language: "Kotlin", limit: ("dgspay-", 2.5) },
];

/// What an app is installed with: one of these.
const ABIS: [&str; 3] = ["arm64-v8a", "armeabi-v7a", "x86_64"];
/// In kB, of the library for customers' apps.
const ANDROID_LIMIT: f64 = 450.0;
/// In kB, compressed.
const BROWSER_LIMIT: f64 = 4.0;

/// Runs the section, if the plan wants it.
pub fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    if !plan.wants(ID) {
        return Ok(());
    }
    println!("\n== {ID}");
    let mut rows = Vec::new();
    for field in &FIELDS {
        rows.extend(compare(field)?);
    }
    rows.extend(browser());
    match android() {
        Some(android) => rows.extend(android),
        None => report.miss("Android", "its packages are not there: scripts/package-android makes them".to_owned()),
    }
    report.add(rows);
    Ok(())
}

fn browser() -> Vec<Row> {
    let folder = folder("browser").join("dgspay/downloaded");
    kilobytes("Browser, dgspay/browser compressed".to_owned()).bound(
        &[size(&files(&folder)) / 1e3],
        "the goal",
        BROWSER_LIMIT,
    )
}

/// The libraries for customers' apps as they are installed, and beside them those with the whole API, for devices.
fn android() -> Option<Vec<Row>> {
    let of = |package: &str, stage: &str, abi: &str| {
        let file = folder("android").join(package).join(stage).join(abi);
        file.exists().then(|| vec![size(&[file]) / 1e3])
    };
    let mut rows = Vec::new();
    for abi in ABIS {
        let installed = of("dgspay-android", "installed", abi)?;
        rows.extend(kilobytes(format!("Android, {abi}, installed")).bound(&installed, "the goal", ANDROID_LIMIT));
        for stage in ["downloaded", "installed"] {
            let device = [("dgspay-android-device".to_owned(), of("dgspay-android-device", stage, abi)?)];
            rows.extend(
                kilobytes(format!("Android, {abi}, {stage}")).rows(&of("dgspay-android", stage, abi)?, &device),
            );
        }
    }
    Some(rows)
}

fn kilobytes(what: String) -> Comparison {
    Comparison { id: ID, what, unit: "kB", better: Better::Less, goal: Goal::None }
}

fn folder(language: &str) -> PathBuf {
    Path::new(FOLDER).join("size").join(language)
}

fn compare(field: &Field) -> Result<Vec<Row>> {
    let folder = folder(field.folder);
    let comparison = |what: &str| Comparison {
        id: ID,
        what: format!("{}, {what}", field.language),
        unit: "MB",
        better: Better::Less,
        goal: Goal::None,
    };
    let own = files(&folder.join("dgspay/downloaded"));
    let package = own.iter().find(|file| file.to_string_lossy().contains(field.limit.0));
    let package = package.ok_or_else(|| format!("{} holds no package of dgspay", folder.display()))?;
    let mut rows =
        comparison("the package").bound(&[megabytes(std::slice::from_ref(package))], "the goal", field.limit.1);
    let mut peers: Vec<String> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name != "dgspay")
        .collect();
    peers.sort();
    for stage in ["downloaded", "installed"] {
        let of = |name: &str| vec![megabytes(&files(&folder.join(name).join(stage)))];
        let peers: Vec<_> = peers.iter().map(|name| (name.clone(), of(name))).collect();
        rows.extend(comparison(&format!("{stage}, with all that comes along")).rows(&of("dgspay"), &peers));
    }
    Ok(rows)
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(std::result::Result::ok);
    entries.flat_map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { vec![entry.path()] }).collect()
}

fn megabytes(files: &[PathBuf]) -> f64 {
    size(files) / 1e6
}

#[allow(clippy::cast_precision_loss, reason = "not that many")]
fn size(files: &[PathBuf]) -> f64 {
    files.iter().filter_map(|file| file.symlink_metadata().ok()).map(|data| data.len()).sum::<u64>() as f64
}

//! What is downloaded and what is installed. scripts/bench lays it out: target/bench/size/LANGUAGE/NAME/downloaded and
//! installed, everything that comes along included.

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
    report.add(rows);
    Ok(())
}

fn compare(field: &Field) -> Result<Vec<Row>> {
    let folder = Path::new(FOLDER).join("size").join(field.folder);
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

#[allow(clippy::cast_precision_loss, reason = "not that many")]
fn megabytes(files: &[PathBuf]) -> f64 {
    let bytes: u64 = files.iter().filter_map(|file| file.symlink_metadata().ok()).map(|data| data.len()).sum();
    bytes as f64 / 1e6
}

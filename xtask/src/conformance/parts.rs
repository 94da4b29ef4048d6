//! The suite cut into parts that run side by side: most of a scenario's time is spent waiting.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::suite::files;

/// How many parts there are. Each is one more process a runner, which has to start first.
const PARTS: usize = 2;
const KINDS: [&str; 2] = ["vectors", "scenarios"];

/// Folders like `tests`, below `into`, each with its share of the files and all of them together with every one.
///
/// # Errors
/// What cannot be read or written.
pub(super) fn cut(tests: &Path, into: &Path) -> Result<Vec<PathBuf>> {
    let parts: Vec<_> = (1..=PARTS).map(|number| into.join(format!("part-{number}"))).collect();
    for part in &parts {
        if part.exists() {
            fs::remove_dir_all(part).map_err(|error| format!("{}: {error}", part.display()))?;
        }
        for kind in KINDS {
            fs::create_dir_all(part.join(kind)).map_err(|error| format!("{}: {error}", part.display()))?;
        }
    }
    for kind in KINDS {
        for (file, part) in files(&tests.join(kind))?.iter().zip(parts.iter().cycle()) {
            let copy = part.join(file.strip_prefix(tests).map_err(|error| error.to_string())?);
            let folder = copy.parent().unwrap_or(part);
            let copied = fs::create_dir_all(folder).and_then(|()| fs::copy(file, &copy));
            copied.map_err(|error| format!("{}: {error}", copy.display()))?;
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn every_file_is_in_one_part() {
        let tests = root().join("tests");
        let into = std::env::temp_dir().join(format!("dgspay-parts-{}", std::process::id()));
        let parts = cut(&tests, &into).unwrap();
        let below = |folder: &Path| -> Vec<PathBuf> {
            let all = KINDS.iter().flat_map(|kind| files(&folder.join(kind)).unwrap());
            all.map(|file| file.strip_prefix(folder).unwrap().to_owned()).collect()
        };
        let shares: Vec<_> = parts.iter().map(|part| below(part)).collect();
        fs::remove_dir_all(&into).unwrap();
        assert!(shares.iter().all(|share| share.len() >= 10), "{shares:?}");
        let (mut cut, mut whole) = (shares.concat(), below(&tests));
        cut.sort();
        whole.sort();
        assert_eq!(cut, whole);
    }
}

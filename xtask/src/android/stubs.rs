//! Libraries with the names of Android's and nothing in them: what is linked against where there is no NDK.
//!
//! Rust's standard library for Android was linked with an NDK, and says which names it found there, in which library, for
//! which API level. What else our libraries want stands in `api-21.txt`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use object::read::{Object as _, ObjectSection as _};

use super::abi::{API, Abi};
use super::check::SYSTEM;
use super::library::Library;
use super::object_file::{self, Name};
use super::rust::Rust;
use crate::command::succeed;
use crate::{Result, write};

/// What is wanted of Android beyond what the standard library wants.
pub const BY_HAND: &str = include_str!("api-21.txt");

/// A standard library that was linked with an NDK wants at least so many names. One that says fewer is not understood.
const AT_LEAST: usize = 80;

/// All of Android's libraries carry their names under this version.
pub const VERSIONS: &str = "LIBC { global: *; };\n";

/// Makes the four libraries and leaves them in a folder.
///
/// # Errors
/// If the standard library does not say what it should, or the linker fails.
pub fn make(rust: &Rust, abi: &Abi, folder: &Path) -> Result<()> {
    let std = rust.shared_std(abi)?;
    let data = fs::read(&std).map_err(|error| format!("{}: {error}", std.display()))?;
    let names = names(&data, BY_HAND).map_err(|error| format!("{}: {error}", std.display()))?;
    let versions = folder.join("versions.txt");
    write(&versions, VERSIONS)?;
    for library in SYSTEM {
        let names: BTreeSet<&Name> = names.iter().filter(|(place, _)| place == library).map(|(_, name)| name).collect();
        let object = object_file::of_names(abi, names.into_iter());
        let path = folder.join(library).with_extension("o");
        write(&path, object.write().map_err(|error| error.to_string())?)?;
        let mut link = Command::new(rust.linker());
        link.args(["-flavor", "gnu", "-shared", "--hash-style=both", "-soname", library]);
        link.arg("--version-script").arg(&versions).arg("-o").arg(folder.join(library)).arg(&path);
        succeed(&mut link)?;
    }
    Ok(())
}

/// Which library has which name, as the standard library and the list written by hand tell.
fn names(std: &[u8], by_hand: &str) -> Result<BTreeSet<(String, Name)>> {
    let level = api_level(std)?;
    if level != API {
        return Err(format!("was linked for API level {level} and not for {API}: the names it wants prove nothing"));
    }
    // A name that was not in the NDK at this level is there as well, but weak and in no library.
    let imports = Library::read(std)?.imports.into_iter();
    let mut names: BTreeSet<_> = imports
        .filter_map(|import| Some((import.library?, Name { name: import.name, is_data: import.is_data })))
        .collect();
    if names.len() < AT_LEAST {
        return Err(format!("wants {} names and not {AT_LEAST} or more: it is not understood", names.len()));
    }
    for line in by_hand.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
        match line.split_once(' ') {
            Some((library, name)) => {
                names.insert((library.to_owned(), Name { name: name.to_owned(), is_data: false }));
            }
            None if line.is_empty() => {}
            None => return Err(format!("api-21.txt: {line:?} is not a library and a name")),
        }
    }
    Ok(names)
}

/// The API level in the note that an NDK leaves in every library.
fn api_level(data: &[u8]) -> Result<u32> {
    let read = || -> object::read::Result<Option<&[u8]>> {
        object::File::parse(data)?.section_by_name(".note.android.ident").map(|note| note.data()).transpose()
    };
    let note = read().map_err(|error| error.to_string())?;
    // Three numbers, the name "Android" and its end, and then the level.
    let level = note.and_then(|note| note.get(20..24)).and_then(|level| level.try_into().ok());
    level.map(u32::from_le_bytes).ok_or_else(|| "has no note of the NDK that linked it".to_owned())
}

#[cfg(test)]
mod tests {
    use object::write::{Object, StandardSection};
    use object::{SectionFlags, SectionKind, elf};

    use super::super::abi::ABIS;
    use super::super::sample::{import, name, point, point_at_import, sample};
    use super::{API, AT_LEAST, names};

    /// A library with so many imports, and with the note of an NDK if there is to be one.
    fn std(imports: usize, level: Option<u32>) -> Vec<u8> {
        let change = |object: &mut Object<'static>| {
            // One is in every sample.
            (1..imports).for_each(|number| point_at_import(object, &format!("name{number}")));
            let newer = import(object, "statx", true);
            point(object, StandardSection::Data, newer);
            if let Some(level) = level {
                add_note(object, level);
            }
        };
        sample(&ABIS[1], change, &["-s"])
    }

    fn add_note(object: &mut Object<'static>, level: u32) {
        let note = object.add_section(Vec::new(), b".note.android.ident".to_vec(), SectionKind::Note);
        let flags = SectionFlags::Elf { sh_flags: elf::SHF_ALLOC, sh_type: elf::SHT_NOTE };
        object.section_mut(note).flags = flags;
        let numbers = [8, 4, 1].map(u32::to_le_bytes).concat();
        object.append_section_data(note, &[&numbers[..], b"Android\0", &level.to_le_bytes()].concat(), 4);
    }

    #[test]
    fn what_the_standard_library_wants_is_known_and_so_is_what_stands_in_the_list() {
        let names = names(&std(AT_LEAST, Some(API)), "# why\n\nlibm.so log # because\n").unwrap();
        assert_eq!(names.len(), AT_LEAST + 1);
        for (library, wanted) in [("libc.so", "malloc"), ("libc.so", "name79"), ("libm.so", "log")] {
            assert!(names.contains(&(library.to_owned(), name(wanted, false))), "{wanted}");
        }
        assert!(!names.iter().any(|(_, name)| name.name == "statx"), "what was in no library is not known");
    }

    #[test]
    fn a_standard_library_that_proves_nothing_is_refused() {
        let error = |data: &[u8]| names(data, "").unwrap_err();
        assert!(error(&std(AT_LEAST, Some(API + 3))).contains("API level 24 and not for 21"));
        assert!(error(&std(AT_LEAST, None)).contains("has no note"));
        assert!(error(&std(AT_LEAST - 1, Some(API))).contains("wants 79 names"));
    }

    #[test]
    fn a_line_that_names_no_library_is_refused() {
        assert!(names(&std(AT_LEAST, Some(API)), "dlsym\n").unwrap_err().contains("\"dlsym\""));
    }
}

//! Android's four libraries for this machine: each function goes on to the one of the same name here, so that what was built for
//! Android can be loaded into a process of this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use super::FOLDER;
use super::check::SYSTEM;
use super::library::Library;
use crate::args::Args;
use crate::command::succeed;
use crate::{Result, write};

/// What Android does otherwise than this machine.
const DIFFERENT: &str = include_str!("forward.c");

/// The kind of machine that this is about.
const ABI: &str = "x86_64";

/// Makes them for the libraries that were built last.
///
/// # Errors
/// If there is no such library, or this machine lacks what it wants.
pub fn run(root: &Path, args: Args) -> Result<()> {
    args.finish()?;
    if !cfg!(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64")) {
        return Err("only on x86-64 Linux with glibc can Android's libraries be stood in for".to_owned());
    }
    let folder = root.join(FOLDER).join("forward");
    let wanted = wanted(&root.join(FOLDER).join("jni"))?;
    let by_hand = folder.join("forward.c");
    write(&by_hand, DIFFERENT)?;
    write(&folder.join("versions.txt"), "LIBC { };\n")?;
    for library in SYSTEM {
        let names = wanted.get(library).into_iter().flatten().filter(|name| !is_different(name));
        let jumps = folder.join(library).with_extension("S");
        let code = names.map(|name| jump(name)).collect::<Vec<_>>().concat();
        write(&jumps, code + "    .section .note.GNU-stack, \"\", @progbits\n")?;
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-nostdlib", "-Wall", "-Wl,-zdefs", "-Wl,--version-script"]);
        compiler.arg(folder.join("versions.txt")).arg(format!("-Wl,-soname={library}"));
        compiler.arg("-o").arg(folder.join(library)).arg(&jumps);
        if library == "libc.so" {
            compiler.arg(&by_hand);
        }
        succeed(compiler.args(["-lc", "-lm", "-ldl"]))?;
    }
    println!(
        "{}: {} names go on to this machine's",
        folder.display(),
        wanted.values().map(BTreeSet::len).sum::<usize>()
    );
    Ok(())
}

/// The names that all libraries want, by the library they want them from.
fn wanted(jni: &Path) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut wanted = BTreeMap::<String, BTreeSet<String>>::new();
    let packages = fs::read_dir(jni).map_err(|error| format!("{}: {error}", jni.display()))?;
    for package in packages.flatten() {
        let folder = package.path().join(ABI);
        for file in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?.flatten() {
            for import in Library::open(&file.path())?.imports {
                // What is in no library is weak, and asked of whatever is loaded.
                let Some(library) = import.library else { continue };
                if import.is_data && !is_different(&import.name) {
                    return Err(format!("{} is data: forward.c must say what it is here", import.name));
                }
                wanted.entry(library).or_default().insert(import.name);
            }
        }
    }
    Ok(wanted)
}

fn is_different(name: &str) -> bool {
    DIFFERENT.contains(&format!("ANDROID({name})"))
}

/// A function of Android's that is nothing but a jump. Its version has one `@`, so that within the library the name still means
/// this machine's.
fn jump(name: &str) -> String {
    format!(
        "    .globl android_{name}
    .type android_{name}, @function
android_{name}:
    jmp *{name}@GOTPCREL(%rip)
    .symver android_{name}, {name}@LIBC, remove
"
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::super::abi::ABIS;
    use super::super::sample::{Change, nothing, point_at_import, sample};
    use super::{ABI, is_different, jump, wanted};

    fn wanted_by(change: Change) -> Result<Vec<String>, String> {
        let jni = TempDir::new().unwrap();
        let folder = jni.path().join("dgspay-android").join(ABI);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libsample.so"), sample(&ABIS[2], change, &["-s"])).unwrap();
        Ok(wanted(jni.path())?.remove("libc.so").unwrap_or_default().into_iter().collect())
    }

    #[test]
    fn what_the_libraries_want_goes_on_to_the_same_name_unless_it_is_written_by_hand() {
        assert_eq!(wanted_by(nothing).unwrap(), ["malloc"]);
        assert!(!is_different("malloc") && is_different("__errno") && is_different("sysconf"));
        assert!(jump("malloc").contains("jmp *malloc@GOTPCREL(%rip)"));
    }

    #[test]
    fn data_cannot_go_on_by_a_jump() {
        assert!(wanted_by(|object| point_at_import(object, "environ")).unwrap_err().contains("environ is data"));
    }
}

//! What a library for Android has to be, however it was built.

use std::collections::BTreeSet;

use object::elf;

use super::abi::Abi;
use super::library::{Library, Segment};
use crate::{Result, complain};

/// The largest pages that Android's kernels use. A library whose parts begin at multiples of less cannot be loaded there.
const PAGE: u64 = 16 * 1024;

/// The libraries that every Android has and lets every app use.
pub const SYSTEM: [&str; 4] = ["libc.so", "libdl.so", "libm.so", "liblog.so"];

/// What is wanted of one library.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The kind of machine.
    pub abi: &'a Abi,
    /// The library's own name.
    pub soname: &'a str,
    /// The names that Android has at the lowest API level.
    pub known: &'a BTreeSet<String>,
    /// The functions that Kotlin calls.
    pub called: &'a BTreeSet<String>,
    /// The most that it may weigh, in bytes.
    pub limit: Option<u64>,
}

/// Holds a library against every rule.
///
/// # Errors
/// The rules that it breaks, one a line.
pub fn check(library: &Library, wanted: &Wanted<'_>) -> Result<()> {
    let mut complaints = Vec::new();
    let mut rule = |holds: bool, otherwise: String| {
        if !holds {
            complaints.push(format!("{} for {}: {otherwise}", wanted.soname, wanted.abi.name));
        }
    };
    let is_shared = library.kind == elf::ET_DYN;
    rule(is_shared && wanted.abi.admits(library.machine, library.flags), "is for another kind of machine".to_owned());
    rule(library.soname.as_deref() == Some(wanted.soname), format!("calls itself {:?}", library.soname));
    let foreign = list(library.needed.iter().filter(|name| !SYSTEM.contains(&name.as_str())));
    rule(foreign.is_empty(), format!("needs {foreign}, which Android's apps do not have"));

    let loaded = || library.segments.iter().filter(|segment| segment.kind == elf::PT_LOAD);
    rule(loaded().all(is_aligned), format!("has parts that begin at no multiple of {PAGE}"));
    rule(
        loaded().count() > 0 && !library.segments.iter().any(is_writable_code),
        "has code that can be written".to_owned(),
    );
    rule(library.segments.iter().any(is_plain_stack), "wants a stack that can be run".to_owned());
    rule(sealed(library).is_some(), "can still be written where it was relocated".to_owned());
    rule(seals_only_itself(library), format!("cannot be sealed in pages of {PAGE} without sealing its data too"));
    let now = library.says(elf::DT_BIND_NOW)
        || library.flags_of(elf::DT_FLAGS) & elf::DF_BIND_NOW.0 != 0
        || library.flags_of(elf::DT_FLAGS_1) & elf::DF_1_NOW.0 != 0;
    rule(now, "binds its imports late".to_owned());
    rule(library.says(elf::DT_HASH), "has no SysV hash table, and Android 5 knows no other".to_owned());
    rule(library.says(elf::DT_GNU_HASH), "has no GNU hash table".to_owned());
    let patched = library.says(elf::DT_TEXTREL) || library.flags_of(elf::DT_FLAGS) & elf::DF_TEXTREL.0 != 0;
    rule(!patched, "has code that must be relocated, which Android refuses".to_owned());
    let packed = [elf::DT_RELR, elf::DT_ANDROID_REL, elf::DT_ANDROID_RELA, elf::DT_ANDROID_RELR];
    rule(
        !packed.iter().any(|tag| library.says(*tag)),
        "has packed relocations, which Android 5 cannot unpack".to_owned(),
    );
    rule(!library.says(elf::DT_RUNPATH) && !library.says(elf::DT_RPATH), "looks for libraries by a path".to_owned());
    let has_tls = library.segments.iter().any(|segment| segment.kind == elf::PT_TLS);
    rule(!has_tls, "has thread-local data, which Android 9 and older do not support".to_owned());

    let strong = library.imports.iter().filter(|import| !import.weak).map(|import| &import.name);
    let unknown = list(strong.filter(|name| !wanted.known.contains(*name)));
    rule(unknown.is_empty(), format!("imports what Android may not have: {unknown}"));
    let surplus = list(library.exports.difference(wanted.called));
    rule(surplus.is_empty(), format!("exports what Kotlin does not call: {surplus}"));
    let missing = list(wanted.called.difference(&library.exports));
    rule(missing.is_empty(), format!("lacks what Kotlin calls: {missing}"));

    let rest = list(library.sections.iter().filter(|name| *name == ".symtab" || name.starts_with(".debug")));
    rule(rest.is_empty(), format!("still has {rest}"));
    rule(library.has_build_id, "has no build id to find its symbols by".to_owned());
    let limit = wanted.limit.unwrap_or(u64::MAX);
    rule(library.size <= limit, format!("has {} bytes, more than {limit}", library.size));
    complain(&complaints)
}

fn list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn is_aligned(segment: &Segment) -> bool {
    let Segment { alignment, address, offset, .. } = *segment;
    alignment >= PAGE && alignment.is_power_of_two() && address % alignment == offset % alignment
}

fn is_writable_code(segment: &Segment) -> bool {
    segment.kind == elf::PT_LOAD && segment.flags.contains(elf::PF_W | elf::PF_X)
}

fn is_plain_stack(segment: &Segment) -> bool {
    segment.kind == elf::PT_GNU_STACK && !segment.flags.contains(elf::PF_X)
}

/// The part that is made read-only once it is relocated.
fn sealed(library: &Library) -> Option<&Segment> {
    library.segments.iter().find(|segment| segment.kind == elf::PT_GNU_RELRO && segment.size > 0)
}

/// Android seals whole pages: whatever else lies in them could not be written any more.
fn seals_only_itself(library: &Library) -> bool {
    let Some(sealed) = sealed(library) else { return true };
    let end = sealed.address + sealed.size;
    let pages = sealed.address / PAGE * PAGE..end.next_multiple_of(PAGE);
    let is_data = |segment: &&Segment| segment.kind == elf::PT_LOAD && segment.flags.contains(elf::PF_W);
    library.segments.iter().filter(is_data).all(|data| {
        let data = data.address..data.address + data.size;
        let others = [data.start..data.end.min(sealed.address), data.start.max(end)..data.end];
        others.iter().all(|other| other.is_empty() || other.end <= pages.start || pages.end <= other.start)
    })
}

#[cfg(test)]
mod tests;

//! What stands in a shared library, as far as a dynamic linker cares, and a little more.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use object::read::elf::{Dynamic, FileHeader, ProgramHeader as _, SectionTable, Sym as _, Version};
use object::read::{FileKind, Object as _, StringTable, SymbolIndex};
use object::{Endianness, elf};

use crate::Result;

/// A shared library.
#[derive(Debug)]
pub struct Library {
    /// Its size in bytes.
    pub size: u64,
    /// What it says it is.
    pub kind: elf::FileType,
    /// The machine it is for.
    pub machine: elf::Machine,
    /// What that machine has to know about it.
    pub flags: elf::FileFlags,
    /// Its parts in memory.
    pub segments: Vec<Segment>,
    /// The names of its sections.
    pub sections: Vec<String>,
    /// What the dynamic linker is told.
    pub dynamic: Vec<Dynamic>,
    /// Its own name.
    pub soname: Option<String>,
    /// The libraries it cannot do without.
    pub needed: Vec<String>,
    /// What it wants from others.
    pub imports: Vec<Import>,
    /// What others may want from it.
    pub exports: BTreeSet<String>,
    /// Whether it carries the number under which its symbols are kept.
    pub has_build_id: bool,
}

/// A part of a library in memory.
#[derive(Debug)]
pub struct Segment {
    /// What it is for.
    pub kind: elf::ProgramType,
    /// Whether it can be written, and run.
    pub flags: elf::ProgramFlags,
    /// Where it begins in the file.
    pub offset: u64,
    /// Where it begins in memory.
    pub address: u64,
    /// How long it is there.
    pub size: u64,
    /// What its address is a multiple of.
    pub alignment: u64,
}

/// A name wanted from another library.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The name.
    pub name: String,
    /// The library that had it when this one was linked.
    pub library: Option<String>,
    /// Whether the library can do without it.
    pub weak: bool,
    /// Whether it is data and no function.
    pub is_data: bool,
}

impl Library {
    /// Reads a library from a file.
    ///
    /// # Errors
    /// If it cannot be read, or is none.
    pub fn open(path: &Path) -> Result<Self> {
        let data = fs::read(path).map_err(|error| error.to_string());
        data.and_then(|data| Self::read(&data)).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Reads a library.
    ///
    /// # Errors
    /// If this is none.
    pub fn read(data: &[u8]) -> Result<Self> {
        let read = match FileKind::parse(data).map_err(|error| error.to_string())? {
            FileKind::Elf32 => Self::read_as::<elf::FileHeader32<Endianness>>(data),
            FileKind::Elf64 => Self::read_as::<elf::FileHeader64<Endianness>>(data),
            other => return Err(format!("{other:?} is not the format of a library for Android")),
        };
        read.map_err(|error| error.to_string())
    }

    /// Whether the dynamic linker is told this.
    #[must_use]
    pub fn says(&self, tag: elf::DynamicTag) -> bool {
        self.dynamic.iter().any(|entry| entry.tag == tag)
    }

    /// The flags that it is told under this tag.
    #[must_use]
    pub fn flags_of(&self, tag: elf::DynamicTag) -> u64 {
        self.dynamic.iter().filter(|entry| entry.tag == tag).fold(0, |flags, entry| flags | entry.val)
    }

    fn read_as<Elf: FileHeader<Endian = Endianness>>(data: &[u8]) -> object::read::Result<Self> {
        let header = Elf::parse(data)?;
        let endian = header.endian()?;
        let table = header.sections(endian, data)?;
        let segments = header.program_headers(endian, data)?.iter().map(|segment| Segment {
            kind: segment.p_type(endian),
            flags: segment.p_flags(endian),
            offset: segment.p_offset(endian).into(),
            address: segment.p_vaddr(endian).into(),
            size: segment.p_memsz(endian).into(),
            alignment: segment.p_align(endian).into(),
        });
        let sections = table.iter().map(|section| table.section_name(endian, section).map(text));
        let sections = sections.collect::<object::read::Result<Vec<_>>>()?;
        let dynamic_table = table.dynamic_table(endian, data)?;
        let dynamic: Vec<_> = dynamic_table.iter().collect();
        let (imports, exports) = symbols::<Elf>(endian, data, &table)?;
        Ok(Self {
            size: data.len() as u64,
            kind: header.e_type(endian),
            machine: header.e_machine(endian),
            flags: header.e_flags(endian),
            segments: segments.collect(),
            sections,
            soname: texts(&dynamic, elf::DT_SONAME, dynamic_table.strings())?.pop(),
            needed: texts(&dynamic, elf::DT_NEEDED, dynamic_table.strings())?,
            dynamic,
            imports,
            exports,
            has_build_id: object::File::parse(data)?.build_id()?.is_some(),
        })
    }
}

/// What a library wants, and what it has.
fn symbols<Elf: FileHeader<Endian = Endianness>>(
    endian: Endianness,
    data: &[u8],
    sections: &SectionTable<'_, Elf>,
) -> object::read::Result<(Vec<Import>, BTreeSet<String>)> {
    let symbols = sections.symbols(endian, data, elf::SHT_DYNSYM)?;
    let versions = sections.versions(endian, data)?.unwrap_or_default();
    let (mut imports, mut exports) = (Vec::new(), BTreeSet::new());
    for (place, symbol) in symbols.iter().enumerate().skip(1) {
        let name = text(symbols.symbol_name(endian, symbol)?);
        if !symbol.is_undefined(endian) {
            exports.insert(name);
            continue;
        }
        let version = versions.version(versions.version_index(endian, SymbolIndex(place)).index())?;
        imports.push(Import {
            name,
            library: version.and_then(Version::file).map(text),
            weak: symbol.is_weak(),
            is_data: symbol.st_type() == elf::STT_OBJECT,
        });
    }
    Ok((imports, exports))
}

fn texts(dynamic: &[Dynamic], tag: elf::DynamicTag, strings: &StringTable<'_>) -> object::read::Result<Vec<String>> {
    dynamic.iter().filter(|entry| entry.tag == tag).map(|entry| entry.string(strings).map(text)).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

//! Object files of nothing but names, from which a linker makes libraries that others can be linked against.

use object::elf::{EF_ARM_EABI_VER5, ELFOSABI_NONE};
use object::write::{Object, Symbol, SymbolSection};
use object::{
    Architecture, BinaryFormat, Endianness, FileFlags, SymbolFlags, SymbolKind, SymbolScope, write::StandardSection,
};

use super::abi::Abi;

/// One name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Whether it stands for data and not for a function.
    pub is_data: bool,
}

/// An object file that has these names, with next to nothing behind them.
#[must_use]
pub fn of_names<'a>(abi: &Abi, names: impl Iterator<Item = &'a Name>) -> Object<'static> {
    let mut object = Object::new(BinaryFormat::Elf, abi.architecture, Endianness::Little);
    if abi.architecture == Architecture::Arm {
        object.flags = FileFlags::Elf { os_abi: ELFOSABI_NONE, abi_version: 0, e_flags: EF_ARM_EABI_VER5 };
    }
    for Name { name, is_data } in names {
        let (section, kind) = if *is_data {
            (StandardSection::Data, SymbolKind::Data)
        } else {
            (StandardSection::Text, SymbolKind::Text)
        };
        let section = object.section_id(section);
        let value = object.append_section_data(section, &[0; 8], 8);
        object.add_symbol(Symbol {
            name: name.as_bytes().to_vec(),
            value,
            size: 8,
            kind,
            scope: SymbolScope::Dynamic,
            weak: false,
            section: SymbolSection::Section(section),
            flags: SymbolFlags::None,
        });
    }
    object
}

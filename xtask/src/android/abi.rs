//! The kinds of machine that Android's packages have libraries for.

use object::Architecture;
use object::elf::{self, EF_ARM_ABI_FLOAT_HARD, FileFlags, Machine};

/// The API level everything is linked for: the lowest that Rust's standard library knows.
pub const API: u32 = 21;

/// A kind of machine, under the names that everybody has for it.
#[derive(Debug, PartialEq, Eq)]
pub struct Abi {
    /// Android's, which is a folder in an AAR.
    pub name: &'static str,
    /// Rust's.
    pub target: &'static str,
    /// Clang's, without the API level behind it.
    pub clang: &'static str,
    /// The folder of its libraries in an NDK.
    pub ndk: &'static str,
    /// What its linker is told beside what all are told.
    pub linker: &'static [&'static str],
    /// What its files say they are.
    pub machine: Machine,
    /// The same, to write such a file.
    pub architecture: Architecture,
}

/// All that are shipped. 32-bit x86 is not: no phone has it, and emulators have not for years.
pub const ABIS: [Abi; 3] = [
    Abi {
        name: "arm64-v8a",
        target: "aarch64-linux-android",
        clang: "aarch64-linux-android",
        ndk: "aarch64-linux-android",
        // Phones have Cortex-A53 cores, which miscompute some addresses.
        linker: &["--fix-cortex-a53-843419"],
        machine: elf::EM_AARCH64,
        architecture: Architecture::Aarch64,
    },
    Abi {
        name: "armeabi-v7a",
        target: "armv7-linux-androideabi",
        clang: "armv7a-linux-androideabi",
        ndk: "arm-linux-androideabi",
        linker: &[],
        machine: elf::EM_ARM,
        architecture: Architecture::Arm,
    },
    Abi {
        name: "x86_64",
        target: "x86_64-linux-android",
        clang: "x86_64-linux-android",
        ndk: "x86_64-linux-android",
        linker: &[],
        machine: elf::EM_X86_64,
        architecture: Architecture::X86_64,
    },
];

impl Abi {
    /// Whether a file of this machine and with these flags can be called from Android's own code: on 32-bit Arm that passes
    /// floating-point numbers in general registers.
    #[must_use]
    pub fn admits(&self, machine: Machine, flags: FileFlags) -> bool {
        let calls_differently = machine == elf::EM_ARM && flags.0 & EF_ARM_ABI_FLOAT_HARD != 0;
        machine == self.machine && !calls_differently
    }
}

//! The native module behind the public layer of this language.

//! Stub.
use std::path::Path;
/// Stub.
pub struct Suite;
impl Suite {
    /// x
    pub fn load(_: &Path) -> crate::Result<Self> {
        Ok(Self)
    }
    /// x
    pub fn vectors(&self) -> usize {
        0
    }
    /// x
    pub fn scenarios(&self) -> usize {
        0
    }
}

//! What Kotlin calls as it calls everything else, and `UniFFI` only offers by value: two pointers, to the words of the arguments
//! and to the place for the answer. For the exported functions `UniFFI` writes this form itself (its feature
//! `scaffolding-ffi-buffer-fns`); these three belong to its machinery. Their names follow its rule.

use std::mem::{self, offset_of};

use uniffi::ffi::{uniffi_rustbuffer_alloc, uniffi_rustbuffer_free};
use uniffi::{FfiBufferElement, FfiSerialize as _, Handle, RustBuffer, RustCallStatus};

/// A buffer that is given back, and behind it how the call has gone. In memory this is what `UniFFI` writes word by word.
#[repr(C)]
struct Answer {
    buffer: RustBuffer,
    status: RustCallStatus,
}

const _: () = {
    assert!(offset_of!(Answer, status) == RustBuffer::SIZE * size_of::<FfiBufferElement>());
    assert!(size_of::<Answer>() == (RustBuffer::SIZE + RustCallStatus::SIZE) * size_of::<FfiBufferElement>());
};

#[unsafe(no_mangle)]
extern "C" fn uniffi_ffibuffer_ffi_dgspay_rustbuffer_alloc(size: &u64, answer: &mut Answer) {
    answer.buffer = uniffi_rustbuffer_alloc(*size, &mut answer.status);
}

#[unsafe(no_mangle)]
extern "C" fn uniffi_ffibuffer_ffi_dgspay_rustbuffer_free(buffer: &mut RustBuffer, status: &mut RustCallStatus) {
    uniffi_rustbuffer_free(mem::take(buffer), status);
}

/// # Safety
/// The future must be one that ends with a buffer, and must not have been freed.
#[unsafe(no_mangle)]
unsafe extern "C" fn uniffi_ffibuffer_ffi_dgspay_rust_future_complete_rust_buffer(
    future: &Handle,
    answer: &mut Answer,
) {
    // SAFETY: the caller's part.
    answer.buffer = unsafe { uniffi::ffi::rust_future_complete(future.clone(), &mut answer.status) };
}

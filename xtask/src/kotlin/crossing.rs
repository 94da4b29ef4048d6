//! How calls cross. `UniFFI` hands buffers over by value, for each of which JNA fills in a structure field by field; here a call
//! hands over two addresses, of its arguments and of the place for its answer. For this form of a function, too, `UniFFI` has the
//! Rust half (`scaffolding-ffi-buffer-fns`); `Crossing.kt` is the other. ADR 015 says what it gives.
//!
//! Calls from the core into Kotlin, which only devices have, stay as they are.

use crate::Result;

use super::source;

type Changes<const N: usize> = [(&'static str, &'static str); N];

/// The buffer becomes a class like any other.
const OF_THE_BUFFER: Changes<4> = [
    ("@Structure.FieldOrder(\"capacity\", \"len\", \"data\")\n", ""),
    (" : Structure() {", " {"),
    ("    class ByValue: RustBuffer(), Structure.ByValue\n", "    class ByValue: RustBuffer()\n"),
    ("    class ByReference: RustBuffer(), Structure.ByReference\n", ""),
];

/// What fills in and sends off a call. The last is no part of it: an encoder for every text is dear, and only half of a
/// character outside of the first plane can be wrong.
const OF_CALLS: Changes<4> = [
    ("var status = UniffiRustCallStatus()", "val status = Crossing.begin()"),
    ("status.error_buf", "status.error"),
    ("rbuf.writeField(\"len\", bbuf.position().toLong())", "rbuf.len = bbuf.position().toLong()"),
    (
        "        return Charsets.UTF_8.newEncoder()",
        "        if (value.none(Char::isSurrogate)) return ByteBuffer.wrap(value.toByteArray())\n        return Charsets.UTF_8.newEncoder()",
    ),
];

/// What the core's own calls into Kotlin hand over stays a structure, by another name: `ForeignBuffer.kt`.
const OF_FOREIGN_CALLS: Changes<4> = [
    ("RustBuffer.ByValue", "ForeignBuffer.ByValue"),
    (".lower(returnValue)", ".lower(returnValue).foreign()"),
    (".lower(e)", ".lower(e).foreign()"),
    (".lower(e.toString())", ".lower(e.toString()).foreign()"),
];

/// The machinery with all that.
///
/// # Errors
/// If it is not what is understood here, as another release of the generator may write it: then a person has to look.
pub(super) fn by_words(machinery: &str) -> Result<String> {
    let missing = OF_THE_BUFFER.iter().chain(&OF_CALLS).find(|(written, _)| !machinery.contains(written));
    if let Some((written, _)) = missing {
        return Err(not_understood(written));
    }
    let mut text = String::with_capacity(machinery.len());
    for piece in source::pieces(machinery) {
        if source::name(piece) == "RustBuffer" {
            text.push_str(&replace(piece, &OF_THE_BUFFER));
        } else if is_foreign(piece) {
            text.push_str(&replace(piece, &OF_FOREIGN_CALLS));
        } else {
            let piece = replace(piece, &OF_CALLS);
            functions(&source::replace_word(&piece, "UniffiRustCallStatus", "Crossing"), &mut text)?;
        }
    }
    Ok(text)
}

fn not_understood(written: &str) -> String {
    format!("xtask/src/kotlin/crossing.rs does not know what UniFFI means: {written:?}")
}

fn replace(piece: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(piece.to_owned(), |piece, (written, instead)| piece.replace(written, instead))
}

/// Whether a piece belongs to the core's calls into Kotlin: their structures, and what answers them.
fn is_foreign(piece: &str) -> bool {
    let name = source::name(piece);
    piece.contains(" : Structure()")
        || piece.contains(": com.sun.jna.Callback")
        || name.starts_with("uniffiCallbackInterface")
        || name.starts_with("uniffiTraitInterface")
}

/// Writes the text with each native function that has to do with buffers in two.
fn functions(text: &str, into: &mut String) -> Result<()> {
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        if !line.trim_start().starts_with("external fun ") {
            into.push_str(line);
            continue;
        }
        let end = lines.next().unwrap_or_default();
        if line.contains("RustBuffer") || end.contains("RustBuffer") {
            into.push_str(&in_two(line, end).ok_or_else(|| not_understood(&[line, end].concat()))?);
        } else {
            into.extend([line, end]);
        }
    }
    Ok(())
}

/// A native function in the form that takes two addresses; and a function with its old name that lays the arguments down and
/// picks the answer up. A call that goes on by itself does not say how it has gone, so it begins a crossing of its own.
fn in_two(line: &str, end: &str) -> Option<String> {
    let (name, parameters) = line.trim().strip_prefix("external fun ")?.split_once('(')?;
    let gives = end.trim().strip_prefix("): ")?;
    let (words, answer) = match gives {
        "RustBuffer.ByValue" => (3, "; it.buffer()"),
        "Long" => (1, "; it.long()"),
        "Int" => (1, "; it.int()"),
        "Unit" => (0, ""),
        _ => return None,
    };
    let (mut crossing, mut arguments) = ("Crossing.begin()", String::new());
    for parameter in parameters.split_terminator(',') {
        match parameter.split_once(": ")? {
            (parameter, "Crossing") => crossing = parameter,
            (parameter, "Long" | "Int" | "RustBuffer.ByValue") => arguments.extend([".put(", parameter, ")"]),
            _ => return None,
        }
    }
    // UniFFI's rule.
    let symbol = format!("uniffi_ffibuffer_{}", name.strip_prefix("uniffi_").unwrap_or(name));
    Some(format!(
        "    external fun {symbol}(arguments: Long,answer: Long,
    ): Unit
    fun {name}({parameters}
    ): {gives} = {crossing}{arguments}.let {{ {symbol}(it.arguments, it.answer({words})){answer} }}
"
    ))
}

#[cfg(test)]
mod tests {
    use super::{OF_CALLS, OF_THE_BUFFER, by_words};

    const MACHINERY: &str = "\
import com.sun.jna.Pointer
@Structure.FieldOrder(\"capacity\", \"len\", \"data\")
internal open class RustBuffer : Structure() {
    class ByValue: RustBuffer(), Structure.ByValue
    class ByReference: RustBuffer(), Structure.ByReference
}
internal open class UniffiRustCallStatus : Structure() {
    var error_buf: RustBuffer.ByValue = RustBuffer.ByValue()
}
private inline fun <U> uniffiRustCall(callback: (UniffiRustCallStatus) -> U): U {
    var status = UniffiRustCallStatus()
    throw lift(status.error_buf)
}
internal object uniffiCallbackInterfaceTransport {
    fun send() = { e: Failure -> FfiConverterFailure.lower(e) }
}
internal object FfiConverterString: FfiConverter<String, RustBuffer.ByValue> {
    fun toUtf8() {
        return Charsets.UTF_8.newEncoder().run {
        }
    }
    fun lower() {
        rbuf.writeField(\"len\", bbuf.position().toLong())
    }
}
internal object UniffiLib {
    external fun uniffi_dgspay_fn_clone_a(`handle`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): Long
    external fun uniffi_dgspay_fn_func_count(`text`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Int
    external fun uniffi_dgspay_fn_method_a_start(`ptr`: Long,`text`: RustBuffer.ByValue,
    ): Long
    external fun ffi_dgspay_rustbuffer_alloc(`size`: Long,uniffi_out_err: UniffiRustCallStatus,
    ): RustBuffer.ByValue
    external fun ffi_dgspay_rustbuffer_free(`buf`: RustBuffer.ByValue,uniffi_out_err: UniffiRustCallStatus,
    ): Unit
}
";

    #[test]
    fn calls_cross_by_two_addresses_and_those_of_the_core_as_before() {
        let wanted = "\
import com.sun.jna.Pointer
internal open class RustBuffer {
    class ByValue: RustBuffer()
}
internal open class UniffiRustCallStatus : Structure() {
    var error_buf: ForeignBuffer.ByValue = ForeignBuffer.ByValue()
}
private inline fun <U> uniffiRustCall(callback: (Crossing) -> U): U {
    val status = Crossing.begin()
    throw lift(status.error)
}
internal object uniffiCallbackInterfaceTransport {
    fun send() = { e: Failure -> FfiConverterFailure.lower(e).foreign() }
}
internal object FfiConverterString: FfiConverter<String, RustBuffer.ByValue> {
    fun toUtf8() {
        if (value.none(Char::isSurrogate)) return ByteBuffer.wrap(value.toByteArray())
        return Charsets.UTF_8.newEncoder().run {
        }
    }
    fun lower() {
        rbuf.len = bbuf.position().toLong()
    }
}
internal object UniffiLib {
    external fun uniffi_dgspay_fn_clone_a(`handle`: Long,uniffi_out_err: Crossing,
    ): Long
    external fun uniffi_ffibuffer_dgspay_fn_func_count(arguments: Long,answer: Long,
    ): Unit
    fun uniffi_dgspay_fn_func_count(`text`: RustBuffer.ByValue,uniffi_out_err: Crossing,
    ): Int = uniffi_out_err.put(`text`).let { uniffi_ffibuffer_dgspay_fn_func_count(it.arguments, it.answer(1)); it.int() }
    external fun uniffi_ffibuffer_dgspay_fn_method_a_start(arguments: Long,answer: Long,
    ): Unit
    fun uniffi_dgspay_fn_method_a_start(`ptr`: Long,`text`: RustBuffer.ByValue,
    ): Long = Crossing.begin().put(`ptr`).put(`text`).let { uniffi_ffibuffer_dgspay_fn_method_a_start(it.arguments, it.answer(1)); it.long() }
    external fun uniffi_ffibuffer_ffi_dgspay_rustbuffer_alloc(arguments: Long,answer: Long,
    ): Unit
    fun ffi_dgspay_rustbuffer_alloc(`size`: Long,uniffi_out_err: Crossing,
    ): RustBuffer.ByValue = uniffi_out_err.put(`size`).let { uniffi_ffibuffer_ffi_dgspay_rustbuffer_alloc(it.arguments, it.answer(3)); it.buffer() }
    external fun uniffi_ffibuffer_ffi_dgspay_rustbuffer_free(arguments: Long,answer: Long,
    ): Unit
    fun ffi_dgspay_rustbuffer_free(`buf`: RustBuffer.ByValue,uniffi_out_err: Crossing,
    ): Unit = uniffi_out_err.put(`buf`).let { uniffi_ffibuffer_ffi_dgspay_rustbuffer_free(it.arguments, it.answer(0)) }
}
";
        assert_eq!(by_words(MACHINERY).unwrap(), wanted);
    }

    #[test]
    fn what_is_written_otherwise_is_refused() {
        for (written, _) in OF_THE_BUFFER.iter().chain(&OF_CALLS) {
            let complaint = by_words(&MACHINERY.replace(written, "something else\n")).unwrap_err();
            assert!(complaint.contains(&format!("{written:?}")), "{complaint}");
        }
        for (written, instead) in [("): Int", "): Float"), ("`ptr`: Long", "`ptr`: Double")] {
            let complaint = by_words(&MACHINERY.replace(written, instead)).unwrap_err();
            assert!(complaint.contains(instead), "{complaint}");
        }
    }
}

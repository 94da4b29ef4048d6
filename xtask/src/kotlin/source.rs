//! Just enough of Kotlin's syntax to take a generated file apart.

use std::collections::{HashMap, HashSet};

const DECLARATIONS: [&str; 17] = [
    "open",
    "abstract",
    "sealed",
    "data",
    "enum",
    "inline",
    "suspend",
    "const",
    "external",
    "fun",
    "class",
    "object",
    "interface",
    "val",
    "var",
    "typealias",
    "annotation",
];

/// How the names of `UniFFI`'s own declarations begin, as far as some of them may be needed by nothing.
const MACHINERY: [&str; 5] =
    ["Uniffi", "uniffi", "IntegrityCheckingUniffiLib", "ForeignBytes", "FfiConverterByRefBytes"];

/// Follows a text line by line, and knows whether a line begins outside of everything.
#[derive(Default)]
struct Position {
    depth: i32,
    in_comment: bool,
}

impl Position {
    fn at_top(&self) -> bool {
        self.depth == 0 && !self.in_comment
    }

    fn pass(&mut self, line: &str) {
        let mut rest = line;
        while let Some(character) = rest.chars().next() {
            if self.in_comment {
                let Some(end) = rest.find("*/") else { return };
                self.in_comment = false;
                rest = &rest[end + 2..];
                continue;
            }
            match character {
                '/' if rest.starts_with("//") => return,
                '/' if rest.starts_with("/*") => self.in_comment = true,
                '"' => {
                    rest = after_string(&rest[1..]);
                    continue;
                }
                '{' | '(' => self.depth += 1,
                '}' | ')' => self.depth -= 1,
                _ => {}
            }
            rest = &rest[character.len_utf8()..];
        }
    }
}

fn after_string(text: &str) -> &str {
    let mut escaped = false;
    for (place, character) in text.char_indices() {
        match character {
            '"' if !escaped => return &text[place + 1..],
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    ""
}

/// Cuts a file into its top-level declarations, each with the comment in front of it; the file's own head is left out.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = Vec::new();
    let (mut position, mut place, mut comment) = (Position::default(), 0, None);
    let (mut begun, mut annotated) = (false, false);
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if position.at_top() {
            if bare.starts_with("/**") {
                comment = Some(place);
            } else if begins_declaration(bare) || (begun && bare.starts_with('@')) {
                // An annotation on a line of its own has been the beginning.
                if !annotated {
                    cuts.push(comment.take().unwrap_or(place));
                }
                annotated = !begins_declaration(bare);
            } else if bare.starts_with("import ") {
                begun = true;
                cuts.push(place);
            }
        } else if let Some((_, after)) = bare.split_once("*/").filter(|_| position.depth == 0)
            && begins_declaration(after.trim())
        {
            cuts.push(comment.take().unwrap_or(place));
        }
        position.pass(line);
        place += line.len();
    }
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    cuts.iter().zip(ends).map(|(&start, end)| &text[start..end]).collect()
}

/// Whether a line begins a declaration, after its annotations and its visibility.
fn begins_declaration(line: &str) -> bool {
    let word = after_annotations(line).split_whitespace().next().unwrap_or_default();
    matches!(word, "public" | "internal" | "private") || DECLARATIONS.contains(&word)
}

fn after_annotations(mut line: &str) -> &str {
    while let Some(annotation) = line.strip_prefix('@') {
        let name =
            annotation.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_')).unwrap_or(annotation.len());
        let rest = &annotation[name..];
        let rest = match rest.strip_prefix('(') {
            Some(arguments) => arguments.split_once(')').map_or("", |(_, rest)| rest),
            None => rest,
        };
        line = rest.trim_start();
    }
    line
}

/// Makes the declaration of a piece internal, unless it is more hidden already.
pub(super) fn internal(piece: &str) -> String {
    let mut position = Position::default();
    let mut text = String::with_capacity(piece.len() + 9);
    for line in piece.split_inclusive('\n') {
        let ends_comment = position.in_comment && position.depth == 0;
        let code = match line.split_once("*/") {
            Some((_, code)) if ends_comment => code,
            _ if position.at_top() => line,
            _ => "",
        };
        let declaration = after_annotations(code.trim_start());
        let bare = declaration.strip_prefix("public ").unwrap_or(declaration);
        let word = bare.split_whitespace().next().unwrap_or_default();
        if DECLARATIONS.contains(&word) {
            text.push_str(&line[..line.len() - declaration.len()]);
            text.push_str("internal ");
            text.push_str(bare);
        } else {
            text.push_str(line);
        }
        position.pass(line);
    }
    text
}

/// Writes the meaning of every type alias in its place: Java does not see aliases, and they would be public types.
pub(super) fn without_aliases(text: &str) -> String {
    let alias = |line: &str| {
        let (name, meaning) = line.strip_prefix("public typealias ")?.split_once(" = ")?;
        Some((name.to_owned(), meaning.trim().to_owned()))
    };
    let aliases: Vec<_> = text.lines().filter_map(alias).collect();
    let lines = text.split_inclusive('\n').filter(|line| alias(line).is_none());
    let mut text: String = lines.collect();
    for (name, meaning) in aliases {
        let line = |line| if is_comment(line) { line.to_owned() } else { replace_word(line, &name, &meaning) };
        text = text.split_inclusive('\n').map(line).collect();
    }
    text
}

/// A name in a comment is a word of English: it stays.
fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("/*") || line.starts_with("* ") || line.starts_with("//")
}

fn part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

pub(super) fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find(word) {
        let (before, after) = (&rest[..place], &rest[place + word.len()..]);
        let whole = !before.ends_with(part_of_word) && !after.starts_with(part_of_word);
        result.push_str(before);
        result.push_str(if whole { by } else { word });
        rest = after;
    }
    result + rest
}

/// Leaves out the native functions that nothing calls, such as how to wait for a number that no call gives back. All that are
/// declared are looked up when the library is loaded, so a library would have to have them.
pub(super) fn without_uncalled(text: &str) -> String {
    let mut mentions: HashMap<&str, usize> = HashMap::new();
    for word in text.split(|c: char| !part_of_word(c)) {
        *mentions.entry(word).or_default() += 1;
    }
    let mut result = String::with_capacity(text.len());
    let mut uncalled = false;
    for line in text.split_inclusive('\n') {
        if let Some(declared) = line.trim_start().strip_prefix("external fun ") {
            let name = declared.split('(').next().unwrap_or_default();
            uncalled = mentions.get(name) == Some(&1);
        }
        if !uncalled {
            result.push_str(line);
        }
        uncalled &= !line.contains(')');
    }
    result
}

/// What a piece declares, or nothing.
pub(super) fn name(piece: &str) -> &str {
    let code =
        piece.lines().filter(|line| !is_comment(line)).map(|line| line.split_once("*/").map_or(line, |(_, code)| code));
    let mut declarations =
        code.map(|code| after_annotations(code.trim_start())).filter(|code| begins_declaration(code));
    let mut rest = declarations.next().unwrap_or_default();
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !part_of_word(c)).unwrap_or(rest.len()));
        if matches!(word, "fun" | "class" | "interface" | "object" | "val" | "var") {
            let generic = after.trim_start().strip_prefix('<').and_then(|after| after.split_once('>'));
            let name = generic.map_or(after, |(_, after)| after).trim_start_matches([' ', '`']);
            return name.split(|c| !part_of_word(c)).next().unwrap_or_default();
        }
        rest = after.trim_start_matches(|c| !part_of_word(c));
    }
    ""
}

/// Leaves out what of the machinery nothing mentions, or only what is left out: such as how the core is told that a future of
/// Kotlin's has ended, where it waits for none.
pub(super) fn without_unmentioned(text: &str) -> String {
    let pieces: Vec<_> = pieces(text).into_iter().map(|piece| (name(piece), piece)).collect();
    let mut kept = vec![false; pieces.len()];
    let mut mentioned = HashSet::new();
    let is_needed = |name: &str, mentioned: &HashSet<&str>| {
        !MACHINERY.iter().any(|own| name.starts_with(own)) || mentioned.contains(name)
    };
    while let Some(place) = (0..pieces.len()).find(|&place| !kept[place] && is_needed(pieces[place].0, &mentioned)) {
        kept[place] = true;
        let code = pieces[place].1.lines().filter(|line| !is_comment(line));
        mentioned.extend(code.flat_map(|line| line.split(|c| !part_of_word(c))));
    }
    pieces.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|((_, piece), _)| piece).collect()
}

/// No trailing spaces, no heaps of empty lines, no notes that the generator's authors left to themselves.
pub(super) fn tidy(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let kept = text.lines().map(str::trim_end).filter(|line| !line.trim_start().starts_with("// TODO"));
    for line in kept {
        if !(line.is_empty() && result.ends_with("\n\n")) {
            result.push_str(line);
            result.push('\n');
        }
    }
    result.truncate(result.trim_end().len());
    result + "\n"
}

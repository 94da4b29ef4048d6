//! A model as `UniFFI` writes it, read and written again.

use std::fmt;

use crate::Result;
use crate::source::{Part, Source, camel_case};

/// Where comments are filled to, and what no line of code may exceed.
const WIDTH: usize = 100;
const LONGEST_LINE: usize = 120;

/// What need not be written in front of a type: Kotlin's own packages, and those that the file imports.
const PACKAGES: [&str; 3] = ["io.github.dgspay.internal.", "kotlin.", "java.math."];

/// A data class, or a sealed class of several.
pub(super) enum Model {
    Record(Record),
    Sum { about: Vec<String>, name: String, variants: Vec<Record> },
}

/// A name and its fields.
#[derive(Default)]
pub(super) struct Record {
    about: Vec<String>,
    name: String,
    fields: Vec<Field>,
    /// Whether users alone make it.
    is_input: bool,
}

#[derive(Clone, PartialEq)]
struct Field {
    about: Vec<String>,
    name: String,
    ty: String,
    optional: bool,
    secret: bool,
}

/// Reads a declaration, if it has the form of a model.
pub(super) fn read(piece: &str) -> Result<Option<Model>> {
    let mut records: Vec<Record> = Vec::new();
    let mut sum = None;
    let mut comment = Vec::new();
    let mut in_comment = false;
    for line in piece.lines().map(str::trim) {
        if in_comment || line.starts_with("/**") {
            in_comment = !line.ends_with("*/");
            let text = line.trim_start_matches("/**").trim_end_matches("*/").trim_start_matches('*').trim();
            comment.push(text.replace("[`", "`").replace("`]", "`"));
        } else if let Some(rest) = line.strip_prefix("data class ") {
            let name = rest.trim_end_matches('(').trim_end().to_owned();
            records.push(Record { about: std::mem::take(&mut comment), name, ..Record::default() });
        } else if let Some(rest) = line.strip_prefix("sealed class ") {
            let Some(name) = rest.strip_suffix(" {").filter(|name| !name.contains(':')) else { return Ok(None) };
            sum = Some((std::mem::take(&mut comment), name.to_owned()));
        } else if let Some(declared) = line.strip_prefix("val `") {
            let Some(record) = records.last_mut() else { return Ok(None) };
            record.fields.push(Field::read(declared, std::mem::take(&mut comment))?);
        } else if records.is_empty() && sum.is_none() && !line.is_empty() {
            return Ok(None);
        }
    }
    Ok(match (sum, records.pop()) {
        (Some((about, name)), Some(last)) => {
            records.push(last);
            Some(Model::Sum { about, name, variants: records })
        }
        (None, Some(record)) => Some(Model::Record(record)),
        _ => None,
    })
}

impl Field {
    fn read(declared: &str, about: Vec<String>) -> Result<Self> {
        let not_understood = || format!("this field of a model is not understood: val `{declared}");
        let declared = declared.split_once(") : ").map_or(declared, |(field, _)| field);
        let declared = declared.trim_end_matches([' ', ',']);
        let (name, ty) = declared.split_once("`: ").ok_or_else(not_understood)?;
        let (ty, optional) = match ty.split_once(" = ") {
            Some((ty, "null")) => (ty, true),
            Some(_) => return Err(not_understood()),
            None => (ty, false),
        };
        let ty = PACKAGES.iter().fold(ty.to_owned(), |ty, package| ty.replace(package, ""));
        Ok(Self { about, name: name.to_owned(), ty, optional, secret: false })
    }

    /// The same property, wherever it is declared.
    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.ty == other.ty
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, indent: &str, inherited: bool) -> fmt::Result {
        if !inherited {
            comment(f, &self.about, indent)?;
        }
        let modifier = if inherited { "override" } else { "public" };
        let default = if self.optional { " = null" } else { "" };
        writeln!(f, "{indent}{modifier} val {}: {}{default},", self.name, self.ty)
    }
}

impl Model {
    /// Which part of the core it belongs to. A record that the core's models do not know belongs to the border: it is what a
    /// value is made of while it crosses.
    pub(super) fn part(&self, source: &Source) -> Option<Part> {
        let model = match self {
            Self::Record(record) => source.model(&record.name),
            Self::Sum { name, variants, .. } => source.model(&format!("{name}.{}", variants.first()?.name)),
        };
        model.map(|model| model.part)
    }

    /// The same with what the core's source alone knows: which fields are secret, and who makes it.
    pub(super) fn known_to(mut self, source: &Source) -> Self {
        match &mut self {
            Self::Record(record) => record.look_up(&record.name.clone(), source),
            Self::Sum { name, variants, .. } => {
                for record in variants {
                    record.look_up(&format!("{name}.{}", record.name), source);
                }
            }
        }
        self
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        match self {
            Self::Record(record) => {
                comment(f, &record.about, "")?;
                // Java has no defaults: it gets one constructor for each optional field that is left out.
                let overloads = record.fields.iter().any(|field| field.optional);
                let (head, indent) =
                    if overloads { ("\n    @JvmOverloads\n    constructor", "    ") } else { ("", "") };
                writeln!(f, "public data class {}{head}(", record.name)?;
                for field in &record.fields {
                    field.write(f, &format!("{indent}    "), false)?;
                }
                record.write_end(f, "Serializable", indent)
            }
            Self::Sum { about, name, variants } => {
                comment(f, about, "")?;
                writeln!(f, "public sealed class {name} : Serializable {{")?;
                let (first, others) = variants.split_first().ok_or(fmt::Error)?;
                let everywhere = |field: &&Field| others.iter().all(|other| other.has(field));
                let common: Vec<&Field> = first.fields.iter().filter(everywhere).collect();
                for field in &common {
                    comment(f, &field.about, "    ")?;
                    writeln!(f, "    public abstract val {}: {}\n", field.name, field.ty)?;
                }
                for (index, variant) in variants.iter().enumerate() {
                    if index > 0 {
                        writeln!(f)?;
                    }
                    comment(f, &variant.about, "    ")?;
                    writeln!(f, "    public data class {}(", variant.name)?;
                    for field in &variant.fields {
                        field.write(f, "        ", common.iter().any(|shared| shared.is_same(field)))?;
                    }
                    variant.write_end(f, &format!("{name}()"), "    ")?;
                }
                writeln!(f, "}}")
            }
        }
    }
}

impl Record {
    fn look_up(&mut self, name: &str, source: &Source) {
        let Some(model) = source.model(name) else { return };
        self.is_input = model.input && !model.output;
        let secrets = model.fields.iter().filter(|field| field.secret).map(|field| camel_case(&field.name));
        let secrets: Vec<_> = secrets.collect();
        self.fields.iter_mut().for_each(|field| field.secret = secrets.contains(&field.name));
    }

    /// What stands behind the fields, if anything does.
    fn write_end(&self, f: &mut fmt::Formatter<'_>, parent: &str, indent: &str) -> fmt::Result {
        let prints_itself = self.fields.iter().any(|field| field.secret);
        let optional: Vec<_> = self.fields.iter().filter(|field| self.is_input && field.optional).collect();
        // A single one is the last argument of a constructor anyway.
        let setters = if optional.len() > 1 { optional } else { Vec::new() };
        if !prints_itself && setters.is_empty() {
            return writeln!(f, "{indent}) : {parent}");
        }
        writeln!(f, "{indent}) : {parent} {{")?;
        if prints_itself {
            self.write_to_string(f, indent)?;
        }
        for (place, field) in setters.iter().enumerate() {
            if prints_itself || place > 0 {
                writeln!(f)?;
            }
            self.write_setter(f, field, indent)?;
        }
        writeln!(f, "{indent}}}")
    }

    /// A data class prints all of its fields, so one with secrets prints itself.
    fn write_to_string(&self, f: &mut fmt::Formatter<'_>, indent: &str) -> fmt::Result {
        writeln!(f, "{indent}    /** Its fields, without what is secret. */")?;
        writeln!(f, "{indent}    override fun toString(): String =")?;
        writeln!(f, "{indent}        \"{}(\" +", self.name)?;
        let last = self.fields.len() - 1;
        for (place, Field { name, secret, .. }) in self.fields.iter().enumerate() {
            let value = if *secret { "[redacted]".to_owned() } else { format!("${name}") };
            let end = if place == last { ")\"" } else { ", \" +" };
            writeln!(f, "{indent}            \"{name}={value}{end}")?;
        }
        Ok(())
    }

    /// Java has no named arguments: there, what is optional is added by its name.
    fn write_setter(&self, f: &mut fmt::Formatter<'_>, Field { name, ty, .. }: &Field, indent: &str) -> fmt::Result {
        let (first, rest) = name.split_at(1);
        let (setter, model) = (format!("with{}{rest}", first.to_uppercase()), &self.name);
        writeln!(f, "{indent}    /** The same with this [{name}]; for Java, which has no named arguments. */")?;
        let head = format!("{indent}    public fun {setter}({name}: {ty}): {model} =");
        let body = format!("copy({name} = {name})");
        let gap = if head.len() + 1 + body.len() > LONGEST_LINE { format!("\n{indent}        ") } else { " ".into() };
        writeln!(f, "{head}{gap}{body}")
    }

    fn has(&self, field: &Field) -> bool {
        self.fields.iter().any(|own| own.is_same(field))
    }
}

/// A comment, its paragraphs filled to the width.
fn comment(f: &mut fmt::Formatter<'_>, about: &[String], indent: &str) -> fmt::Result {
    let text = about.join("\n");
    let paragraphs: Vec<&str> = text.trim().split("\n\n").collect();
    if let [only] = paragraphs[..]
        && indent.len() + only.len() + 7 <= WIDTH
        && !only.contains('\n')
    {
        return writeln!(f, "{indent}/** {only} */");
    }
    writeln!(f, "{indent}/**")?;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            writeln!(f, "{indent} *")?;
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && indent.len() + 3 + line.len() + 1 + word.len() > WIDTH {
                writeln!(f, "{indent} * {line}")?;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        writeln!(f, "{indent} * {line}")?;
    }
    writeln!(f, "{indent} */")
}

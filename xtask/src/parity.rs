//! The parity gate: each language's public surface, read from its built package, against the core's own source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use dgspay::error::ErrorClass;
use serde::{Deserialize, Serialize};

use crate::args::Args;
use crate::source::{Method, Source};
use crate::{Result, complain, read};

/// The languages that are built on the core.
pub const LANGUAGES: [&str; 3] = ["python", "node", "kotlin"];

/// The core's clients, and what their operations are called in every language.
const RESOURCES: [(&str, &str); 12] = [
    ("Charges", "charges"),
    ("PaymentLinks", "payment_links"),
    ("Disbursements", "disbursements"),
    ("Banks", "banks"),
    ("Wallet", "wallet"),
    ("Transactions", "transactions"),
    ("CardEncryptor", "card_encryptor"),
    ("CardEntry", "card_entry"),
    ("FeeSchedule", "fee_schedule"),
    ("Webhook", "webhook"),
    ("RohoPay", "roho"),
    ("CheckoutReturn", "checkout_return"),
];

/// The clients: what makes one is the operation `new`, whose arguments are the settings of its builder.
const BUILDERS: [(&str, &str); 2] = [("DgsPayBuilder", "client.new"), ("RohoPayBuilder", "roho.new")];

/// What the client of RohoPay has beside its operations: the ways of making one, and a getter.
const NO_OPERATIONS: [&str; 3] = ["builder", "from_env", "environment"];

/// Inputs that are one argument in every language, because they mean something by themselves.
const WHOLE: [&str; 2] = ["CallOptions", "BillingAddress"];

/// Values that only Rust has; elsewhere the arguments of their `new` stand in their place. A language that kept a card in
/// an object of its own could not wipe it.
const TAKEN_APART: [&str; 1] = ["Card"];

/// Models that are no type of any language: errors carry the first's fields, and every language has its own idiom for
/// the options of a call.
const NO_TYPES: [&str; 2] = ["ErrorInfo", "CallOptions"];

/// A public surface, names in snake case.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Surface {
    /// Types and their fields.
    pub types: BTreeMap<String, BTreeSet<String>>,
    /// Open enums and their canonical spellings.
    pub enums: BTreeMap<String, BTreeSet<String>>,
    /// Operations and their arguments.
    pub methods: BTreeMap<String, BTreeSet<String>>,
    /// Error classes and what they extend.
    pub errors: BTreeMap<String, String>,
    /// What every error carries.
    pub error_fields: BTreeSet<String>,
}

/// The core's surface.
#[derive(Debug)]
pub struct Core {
    surface: Surface,
    /// Types that a language may have, and then with these fields: those that others spread over arguments.
    optional: BTreeMap<String, BTreeSet<String>>,
}

/// A difference that is meant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// Where.
    pub languages: Vec<String>,
    /// What, as the complaint names it, such as `method charges.wait, argument signal`.
    pub what: String,
    /// Why.
    pub reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AllowList {
    #[serde(default)]
    allow: Vec<Allowed>,
}

impl Core {
    /// The surface of this source.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        let given_back: BTreeSet<&str> = source.methods.iter().map(|method| method.returns.as_str()).collect();
        let fields = |name: &str| source.model(name).map(|model| model.fields.iter().map(|field| field.name.clone()));
        let is_spread = |ty: &str| {
            let is_input = source.model(ty).is_some_and(|model| model.input);
            is_input && !WHOLE.contains(&ty) && !given_back.iter().any(|returns| mentions(returns, ty))
        };
        let mut core = Self { surface: Surface::default(), optional: BTreeMap::new() };
        for method in &source.methods {
            let Some(name) = operation(method).filter(|_| !is_setter(method)) else { continue };
            let arguments = core.surface.methods.entry(name).or_default();
            if gives_self(method) {
                let setters = source.methods.iter().filter(|other| other.owner == method.owner && is_setter(other));
                arguments.extend(setters.map(|setter| setter.name.clone()));
            }
            for (argument, ty) in &method.arguments {
                if is_spread(ty) {
                    arguments.extend(fields(ty).into_iter().flatten());
                    core.optional.insert(ty.clone(), fields(ty).into_iter().flatten().collect());
                } else if TAKEN_APART.contains(&ty.as_str()) {
                    let makers = source.methods.iter().filter(|other| other.owner == *ty && other.name == "new");
                    arguments.extend(makers.flat_map(|maker| &maker.arguments).map(|(part, _)| part.clone()));
                } else {
                    arguments.insert(without_unit(argument));
                }
            }
        }
        for (builder, operation) in BUILDERS {
            let settings = source.methods.iter().filter(|method| method.owner == builder && method.gives_self);
            core.surface.methods.insert(operation.into(), settings.map(|method| without_unit(&method.name)).collect());
        }
        for model in source.models.iter().filter(|model| !NO_TYPES.contains(&model.name.as_str())) {
            if !core.optional.contains_key(&model.name) {
                let fields = model.fields.iter().map(|field| field.name.clone()).collect();
                core.surface.types.insert(model.name.clone(), fields);
            }
        }
        let spellings = source
            .words
            .iter()
            .map(|words| (words.name.clone(), words.values.iter().map(|word| word.spelling().to_owned()).collect()));
        core.surface.enums.extend(spellings);
        let parent = |class: &ErrorClass| class.parent().map_or("DgsPayError", ErrorClass::name).to_owned();
        core.surface.errors = ErrorClass::ALL.iter().map(|class| (class.name().to_owned(), parent(class))).collect();
        core.surface.error_fields =
            fields("ErrorInfo").into_iter().flatten().filter(|name| name != "class_name").collect();
        core
    }

    /// What every language must have.
    #[must_use]
    pub fn surface(&self) -> &Surface {
        &self.surface
    }

    /// Every difference of the languages' surfaces that is not allowed, and every allowance that nothing needs.
    #[must_use]
    pub fn compare(&self, languages: &BTreeMap<String, Surface>, allowed: &[Allowed]) -> Vec<String> {
        let mut differences = Vec::new();
        for language in LANGUAGES {
            if !languages.contains_key(language) {
                differences.push((language.to_owned(), "no dump of its surface".to_owned()));
            }
        }
        let merged = self.merged(languages);
        for (language, surface) in languages {
            let mut found = Vec::new();
            tables("type", "field", &merged.types, &self.optional, &surface.types, &mut found);
            tables("enum", "value", &merged.enums, &BTreeMap::new(), &surface.enums, &mut found);
            let methods = surface.methods.iter();
            let methods = methods
                .map(|(name, arguments)| (name.clone(), arguments.iter().map(|name| without_unit(name)).collect()));
            tables("method", "argument", &merged.methods, &BTreeMap::new(), &methods.collect(), &mut found);
            names("error field", &merged.error_fields, &surface.error_fields, &mut found);
            let pairs = |errors: &BTreeMap<String, String>| {
                errors.iter().map(|(class, parent)| format!("{class} extends {parent}")).collect()
            };
            let own = surface.errors.clone().into_iter().filter(|(class, _)| class != "DgsPayError").collect();
            names("error", &pairs(&merged.errors), &pairs(&own), &mut found);
            differences.extend(found.into_iter().map(|what| (language.clone(), what)));
        }
        judge(differences, allowed)
    }

    /// What every language must have: the core's own, and what a language has beyond it (values such as `Money`, which
    /// cross by hand).
    fn merged(&self, languages: &BTreeMap<String, Surface>) -> Surface {
        let mut merged = self.surface.clone();
        for surface in languages.values() {
            let beyond = |own: &BTreeMap<String, BTreeSet<String>>, name: &String| {
                !own.contains_key(name) && !self.optional.contains_key(name)
            };
            for (name, fields) in surface.types.iter().filter(|(name, _)| beyond(&self.surface.types, name)) {
                merged.types.entry(name.clone()).or_default().extend(fields.iter().cloned());
            }
            for (name, values) in surface.enums.iter().filter(|(name, _)| beyond(&self.surface.enums, name)) {
                merged.enums.entry(name.clone()).or_default().extend(values.iter().cloned());
            }
            for (name, arguments) in surface.methods.iter().filter(|(name, _)| beyond(&self.surface.methods, name)) {
                merged.methods.entry(name.clone()).or_default().extend(arguments.iter().map(|name| without_unit(name)));
            }
        }
        merged
    }
}

/// `cargo xtask parity`.
///
/// # Errors
/// Every difference.
pub fn run(root: &Path, mut args: Args) -> Result<()> {
    let named = args.by_language("--api")?;
    args.finish()?;
    let default = |language: &&str| (language.to_string(), format!("target/parity/api-{language}.json"));
    let files = if named.is_empty() { LANGUAGES.iter().map(default).collect() } else { named };
    let mut languages = BTreeMap::new();
    for (language, path) in files {
        let path = root.join(path);
        let surface: Surface =
            serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        languages.insert(language, surface);
    }
    let path = root.join("tests/parity.toml");
    let allowed: AllowList = if path.exists() {
        toml::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?
    } else {
        AllowList::default()
    };
    let core = Core::of(&Source::load(&root.join("core/src"))?);
    complain(&core.compare(&languages, &allowed.allow))?;
    let Surface { types, enums, methods, errors, .. } = &core.surface;
    println!(
        "parity: {} operations, {} types, {} enums and {} error classes are the same in the core, {}",
        methods.len(),
        types.len(),
        enums.len(),
        errors.len(),
        LANGUAGES.join(", ")
    );
    Ok(())
}

/// The name of an operation, if the method is one.
fn operation(method: &Method) -> Option<String> {
    if method.owner.is_empty() {
        return (method.name == "sign").then(|| "webhook.sign".to_owned());
    }
    let (_, resource) = RESOURCES.iter().find(|(owner, _)| *owner == method.owner)?;
    if method.owner == "RohoPay" && NO_OPERATIONS.contains(&method.name.as_str()) {
        return None;
    }
    Some(format!("{resource}.{}", method.name))
}

/// Whether it makes a value of its own type.
fn gives_self(method: &Method) -> bool {
    matches!(method.returns.as_str(), "Self" | "Result<Self>")
}

/// Whether it changes one setting of a value that was made: elsewhere an argument of whatever makes the value.
fn is_setter(method: &Method) -> bool {
    method.on_value && gives_self(method)
}

/// Whether a type's name occurs in another type.
fn mentions(ty: &str, name: &str) -> bool {
    ty.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

/// A language without a type for durations names an argument after its unit: `timeout_ms` is `timeout`.
fn without_unit(name: &str) -> String {
    name.strip_suffix("_ms").unwrap_or(name).to_owned()
}

type Table = BTreeMap<String, BTreeSet<String>>;

fn tables(kind: &str, part: &str, wanted: &Table, optional: &Table, own: &Table, found: &mut Vec<String>) {
    found.extend(wanted.keys().filter(|name| !own.contains_key(*name)).map(|name| format!("{kind} {name} is missing")));
    for (name, parts) in own {
        match wanted.get(name).or_else(|| optional.get(name)) {
            Some(wanted) => names(&format!("{kind} {name}, {part}"), wanted, parts, found),
            None => found.push(format!("{kind} {name} is not in the core")),
        }
    }
}

fn names(kind: &str, wanted: &BTreeSet<String>, own: &BTreeSet<String>, found: &mut Vec<String>) {
    found.extend(wanted.difference(own).map(|name| format!("{kind} {name} is missing")));
    found.extend(own.difference(wanted).map(|name| format!("{kind} {name} is not in the core")));
}

fn judge(differences: Vec<(String, String)>, allowed: &[Allowed]) -> Vec<String> {
    let mut unused: BTreeSet<_> = allowed
        .iter()
        .enumerate()
        .flat_map(|(place, allowed)| allowed.languages.iter().map(move |language| (place, language.clone())))
        .collect();
    let mut complaints = Vec::new();
    for (language, what) in differences {
        let is_meant = |allowed: &Allowed| {
            allowed.languages.contains(&language)
                && what
                    .strip_prefix(&allowed.what)
                    .is_some_and(|rest| matches!(rest, " is missing" | " is not in the core"))
        };
        match allowed.iter().position(is_meant) {
            Some(place) => drop(unused.remove(&(place, language))),
            None => complaints.push(format!("{language}: {what}")),
        }
    }
    let entry = |(place, language): (usize, String)| {
        format!("parity.toml: nothing in {language} needs the entry {:?}", allowed[place].what)
    };
    complaints.extend(unused.into_iter().map(entry));
    let silent = allowed.iter().filter(|allowed| allowed.reason.trim().is_empty());
    complaints.extend(silent.map(|allowed| format!("parity.toml: the entry {:?} has no reason", allowed.what)));
    complaints
}

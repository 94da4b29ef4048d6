//! The fields of a form: a label, an input, a hint, and what is wrong with it, tied together for those who cannot see them.

use maud::{Markup, html};

use super::countries::COUNTRIES;
use super::form::Form;

/// A line of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub name: &'static str,
    pub label: &'a str,
    pub kind: &'static str,
    pub keyboard: Option<&'static str>,
    pub autocomplete: &'static str,
    pub hint: Option<&'a str>,
    pub is_optional: bool,
    /// Whether it is what the page is there for.
    pub is_first: bool,
}

impl<'a> Field<'a> {
    pub(super) fn new(name: &'static str, label: &'a str, autocomplete: &'static str) -> Self {
        Self {
            name,
            label,
            kind: "text",
            keyboard: None,
            autocomplete,
            hint: None,
            is_optional: false,
            is_first: false,
        }
    }

    pub(super) fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    pub(super) fn keyboard(self, keyboard: &'static str) -> Self {
        Self { keyboard: Some(keyboard), ..self }
    }

    pub(super) fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    pub(super) fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    pub(super) fn first(self) -> Self {
        Self { is_first: true, ..self }
    }

    /// With what was entered before.
    pub(super) fn show(self, form: &Form) -> Markup {
        let error = form.error(self.name);
        html! {
            div.field {
                label for=(self.name) { (self.label) @if self.is_optional { small { " (optional)" } } }
                input id=(self.name) name=(self.name) type=(self.kind) value=(form.get(self.name))
                    inputmode=[self.keyboard] autocomplete=(self.autocomplete) required[!self.is_optional] autofocus[self.is_first]
                    aria-invalid=[error.map(|_| "true")] aria-describedby=(described_by(self.name, self.hint));
                (notes(self.name, self.hint, error))
            }
        }
    }
}

/// What is said under an input. The place for an error is always there, because a script may need it too.
pub(super) fn notes(name: &str, hint: Option<&str>, error: Option<&str>) -> Markup {
    html! {
        @if let Some(hint) = hint { p.hint id={ (name) "-hint" } { (hint) } }
        p.error id={ (name) "-error" } { (error.unwrap_or_default()) }
    }
}

/// The ids of [`notes`].
pub(super) fn described_by(name: &str, hint: Option<&str>) -> String {
    let hint = hint.map(|_| format!("{name}-hint ")).unwrap_or_default();
    format!("{hint}{name}-error")
}

/// The fields of an address. Browsers know them by these names and fill them in.
pub(super) fn address(form: &Form) -> Markup {
    html! {
        (Field::new("line1", "Street and house", "billing address-line1").show(form))
        (Field::new("line2", "Flat or building", "billing address-line2").optional().show(form))
        (Field::new("city", "City", "billing address-level2").show(form))
        div.pair {
            (Field::new("state", "Province", "billing address-level1").optional().show(form))
            (Field::new("postal_code", "Postcode", "billing postal-code").optional().show(form))
        }
        (country(form))
    }
}

fn country(form: &Form) -> Markup {
    let chosen = if form.get("country").is_empty() { "RW" } else { form.get("country") };
    html! {
        div.field {
            label for="country" { "Country" }
            select id="country" name="country" autocomplete="billing country" required
                aria-invalid=[form.error("country").map(|_| "true")] aria-describedby="country-error" {
                @for (code, name) in COUNTRIES.iter() { option value=(code) selected[*code == chosen] { (name) } }
            }
            (notes("country", None, form.error("country")))
        }
    }
}

/// Everything that is wrong, at the top, with a link to each place. A script moves the focus here.
pub(super) fn summary(form: &Form) -> Markup {
    html! {
        @if form.has_errors() {
            div.summary role="alert" tabindex="-1" data-summary {
                p { strong { "Not sent yet." } " Please look at this again:" }
                ul { @for (name, reason) in form.errors() { li { a href={ "#" (name) } { (reason) } } } }
            }
        }
    }
}

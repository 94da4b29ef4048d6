//! Our own helper attributes: found, understood, and taken off before the item is emitted.

use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Token, Variant};

/// Takes the attribute `name` off the list, if it is there.
pub(crate) fn take(attributes: &mut Vec<Attribute>, name: &str) -> Option<Attribute> {
    let position = attributes.iter().position(|attribute| attribute.path().is_ident(name))?;
    Some(attributes.remove(position))
}

/// The spellings in `#[wire("canonical", "alias", ...)]`; without one, the variant's name in snake case.
pub(crate) fn take_wire(variant: &mut Variant) -> syn::Result<Vec<LitStr>> {
    let Some(attribute) = take(&mut variant.attrs, "wire") else {
        return Ok(vec![LitStr::new(&snake_case(&variant.ident.to_string()), variant.ident.span())]);
    };
    let words = attribute.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated)?;
    if words.is_empty() {
        return Err(syn::Error::new_spanned(attribute, "#[wire] wants at least one spelling"));
    }
    Ok(words.into_iter().collect())
}

/// `MobileMoney` becomes `mobile_money`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (position, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && position > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

//! How a model becomes an object of JavaScript, and an object is taken apart for a model.
//!
//! To set or get one property after the other is slow: each is a call into the engine, which looks up the name and the hidden
//! class. So JavaScript gets two functions for each model, made of the names of its properties. One is called with nothing but
//! values, those of the objects inside among them: `(v0, v1) => { const o0 = { reference: v0, … }; …; return o0 }`. The other
//! brings the values of an object in one list. What is not given is left out.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::rc::Rc;

use napi::bindgen_prelude::{Function, FunctionRef, JsValuesTupleIntoVec, Object, ToNapiValue, Unknown};
use napi::{Env, JsValue as _, Result, sys};

/// What can be a property of a model, or is a model.
pub trait Crossing: Sized + 'static {
    /// The properties, if it is an object; those that may be left out come last.
    const PROPERTIES: &'static [Property] = &[];

    /// Hands over the value, or those of all properties in their order.
    ///
    /// # Errors
    /// What has no form in JavaScript.
    fn put(self, values: &mut Values) -> Result<()>;
}

/// A property of a model.
pub struct Property {
    name: &'static str,
    optional: bool,
    /// The properties of the object that it is.
    inside: &'static [Property],
}

impl Property {
    /// One that is always there.
    #[must_use]
    pub const fn required<T: Crossing>(name: &'static str) -> Self {
        Self { name, optional: false, inside: T::PROPERTIES }
    }

    /// One that may be left out.
    #[must_use]
    pub const fn optional<T: Crossing>(name: &'static str) -> Self {
        Self { name, optional: true, inside: T::PROPERTIES }
    }

    /// How many values it takes: an object that may be left out has one more, which says whether it is there.
    fn width(&self) -> usize {
        if self.inside.is_empty() { 1 } else { usize::from(self.optional) + width(self.inside) }
    }
}

fn width(properties: &[Property]) -> usize {
    properties.iter().map(Property::width).sum()
}

/// A value as JavaScript's, and a model as an object.
///
/// # Errors
/// What has no form in JavaScript.
pub fn crossed<T: Crossing>(env: sys::napi_env, value: T) -> Result<sys::napi_value> {
    let mut values = Values { env: Env::from_raw(env), raw: Vec::with_capacity(width(T::PROPERTIES).max(1)) };
    value.put(&mut values)?;
    if T::PROPERTIES.is_empty() { Ok(values.raw[0]) } else { values.object(TypeId::of::<T>(), T::PROPERTIES) }
}

/// The values of which an object is made.
pub struct Values {
    env: Env,
    raw: Vec<sys::napi_value>,
}

impl Values {
    /// Where they are.
    #[must_use]
    pub fn env(&self) -> sys::napi_env {
        self.env.raw()
    }

    /// Text; most of it needs no decoding.
    ///
    /// # Errors
    /// None, as long as there is memory.
    pub fn text(&mut self, text: &str) -> Result<()> {
        let text = if text.is_ascii() { self.env.create_string_latin1(text)? } else { self.env.create_string(text)? };
        self.raw.push(text.raw());
        Ok(())
    }

    /// Anything that crosses by itself.
    ///
    /// # Errors
    /// What has no form in JavaScript.
    pub fn value(&mut self, value: impl ToNapiValue) -> Result<()> {
        self.raw.push(value.into_unknown(&self.env)?.raw());
        Ok(())
    }

    /// What may be left out.
    ///
    /// # Errors
    /// What has no form in JavaScript.
    pub fn optional<T: Crossing>(&mut self, value: Option<T>) -> Result<()> {
        let Some(value) = value else { return self.nothing(1 + width(T::PROPERTIES)) };
        if !T::PROPERTIES.is_empty() {
            self.value(true)?;
        }
        value.put(self)
    }

    fn nothing(&mut self, width: usize) -> Result<()> {
        let undefined = ().into_unknown(&self.env)?.raw();
        self.raw.extend(std::iter::repeat_n(undefined, width));
        Ok(())
    }

    fn object(self, model: TypeId, properties: &[Property]) -> Result<sys::napi_value> {
        let env = self.env;
        let maker: Rc<FunctionRef<Self, Unknown<'static>>> = kept(&env, model, || {
            let function: Function<'_, Self, Unknown<'static>> = env.run_script(Script::of(properties))?;
            function.create_ref()
        })?;
        Ok(maker.borrow_back(&env)?.call(self)?.raw())
    }
}

impl JsValuesTupleIntoVec for Values {
    fn into_vec(self, _env: sys::napi_env) -> Result<Vec<sys::napi_value>> {
        Ok(self.raw)
    }
}

/// What an object has for each property of a `T`, behind the name of one that a `T` does not have; what is not there is `null`.
///
/// # Errors
/// What a getter throws.
pub fn taken<T: 'static>(object: Object<'_>, names: &[&str]) -> Result<Vec<Unknown<'static>>> {
    struct Taker<T>(PhantomData<T>);
    take(object, TypeId::of::<Taker<T>>(), names)
}

fn take(object: Object<'_>, model: TypeId, names: &[&str]) -> Result<Vec<Unknown<'static>>> {
    let env = Env::from_raw(object.value().env);
    let taker: Rc<FunctionRef<Values, Vec<Unknown<'static>>>> = kept(&env, model, || {
        let cases: Vec<_> = names.iter().map(|name| format!("case '{name}': ")).collect();
        let values: Vec<_> = names.iter().map(|name| format!("object.{name} ?? null")).collect();
        let (cases, values) = (cases.concat(), values.join(", "));
        let function: Function<'_, Values, Vec<Unknown<'static>>> = env.run_script(format!(
            "((keys) => (object) => {{ let other = null; for (const name of keys(object)) switch (name) {{ {cases}break; \
             default: other ??= name }} return [other, {values}] }})(Object.keys)"
        ))?;
        function.create_ref()
    })?;
    taker.borrow_back(&env)?.call(Values { env, raw: vec![object.raw()] })
}

/// The text of a function that makes objects of their values.
#[derive(Default)]
struct Script {
    statements: String,
    values: usize,
    objects: usize,
}

impl Script {
    fn of(properties: &[Property]) -> String {
        let mut script = Self::default();
        let object = script.object(properties);
        let parameters: Vec<_> = (0..script.values).map(|value| format!("v{value}")).collect();
        format!("(({}) => {{ {}return {object} }})", parameters.join(", "), script.statements)
    }

    fn value(&mut self) -> String {
        self.values += 1;
        format!("v{}", self.values - 1)
    }

    fn object(&mut self, properties: &[Property]) -> String {
        let object = format!("o{}", self.objects);
        self.objects += 1;
        let (optional, required): (Vec<_>, Vec<_>) = properties.iter().partition(|property| property.optional);
        let mut parts = Vec::new();
        for Property { name, inside, .. } in required {
            let value = if inside.is_empty() { self.value() } else { self.object(inside) };
            parts.push(format!("{name}: {value}"));
        }
        self.statements.extend(["const ", &object, " = { ", &parts.join(", "), " }; "]);
        for Property { name, inside, .. } in optional {
            let given = self.value();
            self.statements.extend(["if (", &given, " !== undefined) { "]);
            let value = if inside.is_empty() { given } else { self.object(inside) };
            self.statements.extend([&object, ".", name, " = ", &value, " } "]);
        }
        object
    }
}

type Kept = RefCell<BTreeMap<TypeId, Rc<dyn Any>>>;

/// What is made once for each instance of this library, of which a process may have several: one a worker, and more where
/// modules are loaded anew, as test runners do.
///
/// # Errors
/// Those of `of`, which makes it.
pub fn kept<T: 'static>(env: &Env, key: TypeId, of: impl FnOnce() -> Result<T>) -> Result<Rc<T>> {
    let Some(all) = env.get_instance_data::<Kept>()? else {
        env.set_instance_data(Kept::default(), (), |_| ())?;
        return kept(env, key, of);
    };
    let known = all.borrow().get(&key).and_then(|known| Rc::clone(known).downcast().ok());
    if let Some(known) = known {
        return Ok(known);
    }
    let made = Rc::new(of()?);
    all.borrow_mut().insert(key, Rc::clone(&made) as _);
    Ok(made)
}

impl Crossing for String {
    fn put(self, values: &mut Values) -> Result<()> {
        values.text(&self)
    }
}

impl Crossing for &'static str {
    fn put(self, values: &mut Values) -> Result<()> {
        values.text(self)
    }
}

/// What napi knows how to make by itself.
macro_rules! by_itself {
    ($($type:ty),*) => {$(
        impl Crossing for $type {
            fn put(self, values: &mut Values) -> Result<()> {
                values.value(self)
            }
        }
    )*};
}

by_itself!(bool, i32, f64);

impl<T: ToNapiValue + 'static> Crossing for Vec<T> {
    fn put(self, values: &mut Values) -> Result<()> {
        values.value(self)
    }
}

//! The description of the service (`OpenAPI` 3.1), made from the same declarations by which questions are read.

use catchment_questions::file::Form;
use catchment_questions::pieces::{Kind, Param, Piece, Place};
use catchment_questions::{Question, Visitor};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, PathItem, Ref, RefOr, Required, Response, ResponseBuilder};

use super::door;
use super::question::{address, body_param};
use crate::error::{PROBLEM_JSON, Problem};
use crate::jobs::Running;

/// Adds each question to a document.
pub(super) struct Described(pub(super) OpenApi);

impl Visitor for Described {
    fn question<Q: Question>(&mut self) {
        let components = self.0.components.get_or_insert_with(Components::new);
        components.add::<Q::Answer>();
        components.add::<Problem>();
        if Q::LONG {
            components.add::<Running>();
        }
        let body = body_param::<Q>();
        let params = [Q::Ask::params(), door::params(Q::FORMS)].concat();
        let mut operation = OperationBuilder::new()
            .tag("answers")
            .operation_id(Some(Q::NAME))
            .summary(Some(Q::ABOUT))
            .parameters(Some(params.iter().filter(|p| p.place != Place::Body).map(parameter)));
        operation = operation.response("200", answers::<Q>());
        if Q::LONG {
            let text = "The work goes on: ask the same address again after the seconds of `Retry-After`.";
            operation = operation.response("202", with_schema::<Running>(text, "application/json"));
        }
        if body.is_none() {
            operation = operation.response("304", ResponseBuilder::new().description("The reader has this answer."));
        }
        for (status, text) in problems(&params, body.is_some()) {
            operation = operation.response(status, problem(text));
        }
        let method = if let Some(body) = &body {
            operation = operation.request_body(Some(request(body)));
            HttpMethod::Post
        } else {
            HttpMethod::Get
        };
        self.0.paths.paths.insert(address::<Q>(), PathItem::new(method, operation));
    }
}

/// Adds a schema and those that it is made of.
pub(super) trait Add {
    fn add<S: ToSchema>(&mut self);
}

impl Add for Components {
    fn add<S: ToSchema>(&mut self) {
        let mut list = vec![(S::name().into_owned(), S::schema())];
        S::schemas(&mut list);
        for (name, schema) in list {
            let before = self.schemas.insert(name.clone(), schema);
            debug_assert!(before.is_none_or(|old| old == self.schemas[&name]), "two schemas are called {name}");
        }
    }
}

/// Opens the objects that others are made of. What refuses unknown names as a request (a scenario to save) comes back
/// as a part of an answer, with an id and a revision beside it: closed, it would forbid them.
pub(super) fn open_parts(document: &mut OpenApi) {
    let Some(components) = document.components.as_mut() else { return };
    let part = |item: &RefOr<Schema>| match item {
        RefOr::Ref(part) => part.ref_location.rsplit('/').next().map(str::to_owned),
        RefOr::T(_) => None,
    };
    let parts = |schema: &RefOr<Schema>| match schema {
        RefOr::T(Schema::AllOf(whole)) => whole.items.iter().filter_map(part).collect(),
        _ => Vec::new(),
    };
    let names: Vec<String> = components.schemas.values().flat_map(parts).collect();
    for name in names {
        if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(&name) {
            object.additional_properties = None;
        }
    }
}

/// The refusals of a question.
fn problems(params: &[Param], body: bool) -> Vec<(&'static str, &'static str)> {
    let mut list = vec![
        ("400", "A parameter is not accepted: the document names it, its value and what is."),
        ("404", "Nothing of that name is known, or the address names another dataset."),
        ("503", "Too many requests at once, or the answer took too long."),
    ];
    if body {
        list.push(("413", "The body is too large."));
        list.push(("415", "The body is not JSON."));
    }
    debug_assert!(!params.is_empty());
    list
}

/// A refusal.
pub(super) fn problem(text: &str) -> Response {
    with_schema::<Problem>(text, PROBLEM_JSON)
}

/// A response with a body of one schema.
pub(super) fn with_schema<S: ToSchema>(text: &str, media_type: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(reference::<S>())).build();
    ResponseBuilder::new().description(text).content(media_type, content).build()
}

fn reference<S: ToSchema>() -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(S::name().into_owned()))
}

/// The answer in each of its forms.
fn answers<Q: Question>() -> Response {
    let mut response = ResponseBuilder::new().description(Q::ABOUT);
    for form in Q::FORMS {
        let schema = match form {
            Form::Json => reference::<Q::Answer>(),
            Form::Geojson => {
                object("A feature collection (RFC 7946); the member `metadata` says what it was made from.")
            }
            Form::Csv => text("A header line, and nothing but rows (RFC 4180).").into(),
            Form::About => object(
                "What a table was made from: `file`, its name; `question`, `about`; `meta`, as in the answer itself.",
            ),
        };
        let media_type = form.media_type().split(';').next().unwrap_or_default();
        response = response.content(media_type, ContentBuilder::new().schema(Some(schema)).build());
    }
    response.build()
}

fn object(about: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::Object).description(Some(about)).build().into()
}

fn text(about: &str) -> utoipa::openapi::schema::Object {
    ObjectBuilder::new().schema_type(Type::String).description(Some(about)).build()
}

fn request(body: &Param) -> utoipa::openapi::request_body::RequestBody {
    let example = match &body.kind {
        Kind::Text { example, .. } => serde_json::from_str::<Value>(example).ok(),
        _ => None,
    };
    let schema = ObjectBuilder::new().schema_type(Type::Object).description(Some(body.about.clone())).build();
    let content = ContentBuilder::new().schema(Some(RefOr::from(Schema::from(schema)))).example(example).build();
    RequestBodyBuilder::new()
        .description(Some(body.about.clone()))
        .required(Some(Required::True))
        .content("application/json", content)
        .build()
}

/// A parameter with its range, default and an example.
pub(super) fn parameter(param: &Param) -> Parameter {
    let place = if param.place == Place::Path { ParameterIn::Path } else { ParameterIn::Query };
    let required = if param.required { Required::True } else { Required::False };
    let mut schema = schema(&param.kind);
    schema.default = param.default.as_deref().map(|text| value(&param.kind, text));
    ParameterBuilder::new()
        .name(param.name)
        .parameter_in(place)
        .required(required)
        .description(Some(about(param)))
        .schema(Some(RefOr::from(Schema::from(schema))))
        .example(example(param))
        .build()
}

fn about(param: &Param) -> String {
    match &param.kind {
        Kind::Choice(words) => {
            let list: Vec<String> = words.iter().map(|(word, about)| format!("- `{word}`: {about}")).collect();
            format!("{}\n\n{}", param.about, list.join("\n"))
        }
        Kind::Whole { unit, .. } | Kind::Number { unit, .. } if !unit.is_empty() => {
            format!("{} Unit: {unit}.", param.about)
        }
        _ => param.about.clone(),
    }
}

fn schema(kind: &Kind) -> utoipa::openapi::schema::Object {
    let builder = ObjectBuilder::new();
    match kind {
        Kind::Whole { least, most, .. } => {
            builder.schema_type(Type::Integer).minimum(Some(*least as f64)).maximum(Some(*most as f64)).build()
        }
        Kind::Number { least, most, .. } => {
            builder.schema_type(Type::Number).minimum(Some(*least)).maximum(Some(*most)).build()
        }
        Kind::Choice(words) => {
            builder.schema_type(Type::String).enum_values(Some(words.iter().map(|(word, _)| *word))).build()
        }
        Kind::Text { pattern, .. } => builder.schema_type(Type::String).pattern(Some(*pattern)).build(),
    }
}

/// A text in the JSON type of its kind.
fn value(kind: &Kind, text: &str) -> Value {
    match kind {
        Kind::Whole { .. } | Kind::Number { .. } => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        _ => json!(text),
    }
}

fn example(param: &Param) -> Option<Value> {
    match &param.kind {
        Kind::Text { example, .. } => Some(json!(example)),
        kind => param.default.as_deref().map(|text| value(kind, text)),
    }
}

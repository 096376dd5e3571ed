//! The shape of a kept question. Questions kept before shapes had names are of free ground, and so is every kept
//! question that names none; those kept today name theirs.

use serde_json::Value;

use crate::pieces::Shape;

/// Name of the parameter.
const SHAPE: &str = "shape";

/// A kept question with its shape: free where it names none.
pub(crate) fn free_unless_named(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    if !pairs.iter().any(|(name, _)| name == SHAPE) {
        pairs.push((SHAPE.to_owned(), Shape::default().name().to_owned()));
    }
    pairs
}

/// A question as it is kept from today on: with the shape that it means, where it names none.
#[must_use]
pub fn with_shape(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let has = |name: &str| pairs.iter().any(|(n, _)| n == name);
    let usual = Shape::usual(has("outline"));
    if !has(SHAPE) {
        pairs.push((SHAPE.to_owned(), usual.name().to_owned()));
    }
    pairs
}

/// The same of a question as an object. One that was kept without a shape, `before`, stays without.
#[must_use]
pub(crate) fn question_with_shape(mut question: Value, before: Option<&Value>) -> Value {
    let names = |question: &Value, name: &str| question.get(name).is_some_and(|v| !v.is_null());
    let stays = names(&question, SHAPE) || before.is_some_and(|before| !names(before, SHAPE));
    let usual = Shape::usual(names(&question, "outline"));
    if let Some(map) = question.as_object_mut().filter(|_| !stays) {
        map.insert(SHAPE.to_owned(), Value::String(usual.name().to_owned()));
    }
    question
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_question_kept_without_a_shape_is_of_free_ground() {
        assert_eq!(free_unless_named(pairs(&[("k", "2")])), pairs(&[("k", "2"), ("shape", "free")]));
        let walkable = pairs(&[("shape", "walkable")]);
        assert_eq!(free_unless_named(walkable.clone()), walkable);
    }

    #[test]
    fn a_question_kept_today_names_the_shape_that_it_means() {
        assert_eq!(with_shape(pairs(&[("k", "2")])), pairs(&[("k", "2"), ("shape", "walkable")]));
        assert_eq!(with_shape(pairs(&[("outline", "2")])), pairs(&[("outline", "2"), ("shape", "free")]));
        assert_eq!(with_shape(pairs(&[("shape", "free")])), pairs(&[("shape", "free")]));
        assert_eq!(question_with_shape(json!({"k": 2}), None), json!({"k": 2, "shape": "walkable"}));
        assert_eq!(question_with_shape(json!({"outline": 2}), None), json!({"outline": 2, "shape": "free"}));
        assert_eq!(question_with_shape(json!({"shape": "free"}), None), json!({"shape": "free"}));
    }

    #[test]
    fn a_question_kept_without_a_shape_stays_so_when_it_is_saved_anew() {
        let (old, new) = (json!({"k": 2}), json!({"k": 3}));
        assert_eq!(question_with_shape(new.clone(), Some(&old)), new);
        let named = json!({"k": 2, "shape": "free"});
        assert_eq!(question_with_shape(new, Some(&named)), json!({"k": 3, "shape": "walkable"}));
    }
}

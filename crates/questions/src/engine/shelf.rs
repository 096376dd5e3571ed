//! A shelf beside the memory: where what took long is kept from one run of the program to the next.

use std::fmt::Debug;

use serde_json::Value;

/// Where results are kept. A shelf hands out only what it was given under the same key, for the same dataset and
/// program; what it cannot vouch for it does not have.
pub trait Shelf: Debug + Send + Sync {
    /// What is kept under a key.
    fn get(&self, key: &str) -> Option<Value>;

    /// Keeps something under a key, or does not: what is not kept is found again.
    fn put(&self, key: &str, value: &Value);
}

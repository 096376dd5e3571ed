//! The library of Parquet ends a damaged file in a panic here and there: it becomes an error like any other.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic over bytes from outside; what it said, where it did. Nothing that it changed may be used then.
pub(super) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    // A panic is told on the terminal before anybody can catch it, other panics must be.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !IS_GUARDED.get() {
                before(info);
            }
        }));
    });
    let outer = IS_GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    IS_GUARDED.set(outer);
    result.map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string);
        text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it is damaged".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_that_says_the_same() {
        assert_eq!(guarded(|| 1), Ok(1));
        let at = [1].len();
        assert!(guarded(|| [1, 2][at + 1]).is_err_and(|said| said.contains("out of bounds")));
        assert!(!IS_GUARDED.get());
    }
}

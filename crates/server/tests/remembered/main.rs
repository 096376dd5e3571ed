//! What is remembered of answers, as it is counted, beside what an allocator says that it takes.

#![expect(clippy::print_stdout, reason = "figures for whoever asks for them by --nocapture")]

#[path = "../api/city.rs"]
mod city;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use catchment_questions::file::Form;
use catchment_questions::rankings::Rankings;
use catchment_questions::{Encoding, Engine, Question, Unwatched, Visitor, ask, visit};

/// Bytes that the program holds.
static HELD: AtomicIsize = AtomicIsize::new(0);
/// One test at a time: they look at what the whole program holds.
static ALONE: Mutex<()> = Mutex::new(());

/// What is held beside, bytes.
const SMALL: f64 = 65_536.0;
/// Share of what an answer takes that is counted at least.
const SHARE: f64 = 0.8;

struct Counting;

fn moved(by: usize, sign: isize) {
    HELD.fetch_add(sign * isize::try_from(by).unwrap_or_default(), Ordering::Relaxed);
}

#[expect(unsafe_code, reason = "an allocator is unsafe; this one hands everything on to the system's")]
// SAFETY: everything is handed on unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        moved(layout.size(), 1);
        // SAFETY: as for this function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        moved(layout.size(), -1);
        // SAFETY: as for this function.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn held() -> f64 {
    HELD.load(Ordering::Relaxed) as f64
}

/// Asks every question with what it needs, and notes what was counted and held of each, bytes.
struct Asking<'a> {
    engine: &'a Engine,
    seen: Vec<(&'static str, f64, f64)>,
}

impl Visitor for Asking<'_> {
    fn question<Q: Question>(&mut self) {
        let pairs: &[(&str, &str)] = match Q::NAME {
            "counts" => &[("by", "cell")],
            "area" => &[("id", "1")],
            "catchment" => &[("id", "C1")],
            _ => &[],
        };
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let before = (self.engine.remembered_bytes() as f64, held());
        match ask::<Q>(&pairs, &self.engine.data)
            .and_then(|question| self.engine.finished(&question, (Form::Json, Encoding::Gzip), &Unwatched))
        {
            Ok(answer) => drop(answer),
            // A city of this kind has none, or the question comes with a body.
            Err(error) => println!("{}: {error}", Q::NAME),
        }
        self.seen.push((Q::NAME, self.engine.remembered_bytes() as f64 - before.0, held() - before.1));
    }
}

/// A made-up city of which everything was asked and nothing remembered: what is made once for a program is there.
fn city() -> Engine {
    let state = city::state(city::Size { side: 6, from: (2014, 1), rows: 20_000 });
    let engine = Arc::into_inner(state).map(|state| state.engine()).expect("nobody else has it");
    let engine = Engine::load(Arc::clone(&engine.data)).expect("the city").remembering(0);
    visit(&mut Asking { engine: &engine, seen: vec![] });
    engine.remembering(512 << 20)
}

/// An answer to begin with: a memory takes some room for itself with its first entry.
fn begun(engine: Engine) -> Engine {
    let first = ask::<Rankings>(&[("seed".to_owned(), "1000".to_owned())], &engine.data).expect("a question");
    engine.finished(&first, (Form::Json, Encoding::Gzip), &Unwatched).expect("an answer");
    engine
}

#[test]
fn what_every_answer_takes_is_counted_for_as_much_as_it_is() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let engine = begun(city());
    let mut asking = Asking { engine: &engine, seen: vec![] };
    visit(&mut asking);
    assert!(asking.seen.iter().filter(|(_, counted, _)| *counted > 0.0).count() > 14, "most questions are answered");
    for (name, counted, held) in &asking.seen {
        println!("{name}: {counted} counted, {held} held ({:.2})", counted / held);
        // What is small is lost among what the memory itself and threads take.
        assert!(*held < SMALL || counted / held > SHARE, "{name}: {counted} bytes counted, {held} held");
    }
}

#[test]
fn what_is_held_stays_within_what_may_be_remembered_while_other_answers_take_the_place_of_earlier_ones() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let budget = 4.0 * f64::from(1 << 20);
    let engine = begun(city().remembering(4 << 20));
    let before = held() - engine.remembered_bytes() as f64;
    for seed in 0..400 {
        let question = ask::<Rankings>(&[("seed".to_owned(), seed.to_string())], &engine.data).expect("a question");
        engine.finished(&question, (Form::Json, Encoding::Gzip), &Unwatched).expect("an answer");
    }
    // What made room is given back a little later.
    for _ in 0..1_000 {
        engine.remembered_bytes();
    }
    let counted = engine.remembered_bytes() as f64;
    let held = held() - before;
    println!("{counted} counted, {held} held");
    assert!(counted > 0.5 * budget && held < 1.2 * budget, "{counted} counted, {held} held");
}

//! What questions cost that were never asked before, on a dataset of its own: `asked WORKSPACE [KIND] [TIMES]`.
//!
//! Each line is a kind of question, the milliseconds that one takes (by the clock, and of all threads together) and a
//! hash of all its answers: a change that is to change no figure leaves the hashes as they are.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use catchment_questions::file::Form;
use catchment_questions::{Encoding, Engine, Question, Unwatched, Visitor, ask, visit};
use catchment_store::Dataset;

/// Kinds of questions; `{window}` is another window each time, `{n}` another number, `{k}` another number of places.
const KINDS: [(&str, &str); 12] = [
    ("ranking, new window", "rankings?{window}"),
    ("decision, new window", "decision?{window}&weights=burden:3,recency:1&concentration=50"),
    ("ranking, new seed", "rankings?seed={n}"),
    ("decision, new seed", "decision?weights=burden:3,recency:1&concentration=50&seed={n}"),
    ("decision, new mix", "decision?weights=burden:3,recency:1.{n},residents:1&concentration=50"),
    ("decision, new criteria", "decision?{window}&weights=burden:2,persistence:1,trend:1&concentration=50"),
    ("decision, with guard", "decision?{window}&weights=burden:3&parts=guard,by_measure"),
    ("catchments, new window", "rankings?{window}&of=catchments"),
    ("large catchments, new window", "rankings?{window}&of=catchments&area_km2=2.5"),
    ("decision of catchments", "decision?{window}&of=catchments&weights=burden:3&concentration=50"),
    ("cells, new window", "cells?{window}&resolution=10"),
    ("hot cells, new window", "clusters?{window}&resolution=10"),
];

/// One question, by the name of its address.
struct Asked<'a> {
    engine: &'a Engine,
    address: &'a str,
    bytes: Result<Vec<u8>, Box<dyn Error>>,
}

impl Visitor for Asked<'_> {
    fn question<Q: Question>(&mut self) {
        let (name, query) = self.address.split_once('?').unwrap_or((self.address, ""));
        if name == Q::ADDRESS {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let pairs: Vec<(String, String)> = pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
            self.bytes = answered::<Q>(self.engine, &pairs);
        }
    }
}

fn answered<Q: Question>(engine: &Engine, pairs: &[(String, String)]) -> Result<Vec<u8>, Box<dyn Error>> {
    let question = ask::<Q>(pairs, &engine.data)?;
    let finished = engine.finished(&question, (Form::Json, Encoding::Identity), &Unwatched)?;
    Ok(finished.content.bytes.to_vec())
}

/// Another window for each number.
fn window(n: usize) -> String {
    let (from, months) = (n % 48, 60 + n / 4 % 24);
    let month = |at: usize| format!("{}-{:02}", 2009 + at / 12, at % 12 + 1);
    format!("from={}&to={}", month(from), month(from + months - 1))
}

/// Milliseconds that all threads have worked.
fn worked() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("schedstat")).ok();
    let nanoseconds = tasks.filter_map(of).filter_map(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.sum::<f64>() / 1e6
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let workspace = given.next().ok_or("expected a workspace")?;
    let (only, times) = (given.next().unwrap_or_default(), given.next().map_or(Ok(8), |n| n.parse::<usize>())?);
    let data = Arc::new(Dataset::open(Path::new(&workspace))?);
    let start = Instant::now();
    let engine = Engine::load(data)?;
    println!("{:<30} {:>9.1} ms", "made ready", start.elapsed().as_secs_f64() * 1e3);
    for (at, (kind, address)) in KINDS.iter().enumerate().filter(|(_, (kind, _))| kind.contains(&only)) {
        let mut hasher = blake3::Hasher::new();
        let (start, before) = (Instant::now(), worked());
        for n in 0..times {
            // No two kinds share a window, or the second would find what the first left.
            let number = (at * 97 + n * 7 + 10).to_string();
            let address = address.replace("{window}", &window(at * 29 + n * 5)).replace("{n}", &number);
            let mut asked = Asked { engine: &engine, address: &address, bytes: Err("no such question".into()) };
            visit(&mut asked);
            hasher.update(&asked.bytes.map_err(|e| format!("{address}: {e}"))?);
        }
        let (clock, all) = (start.elapsed().as_secs_f64() * 1e3, worked() - before);
        let (clock, all) = (clock / times as f64, all / times as f64);
        println!("{kind:<30} {clock:>9.1} ms {all:>9.1} ms of work   {}", &hasher.finalize().to_hex()[..12]);
    }
    Ok(())
}

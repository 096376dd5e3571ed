use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use catchment_questions::*;
use serde_json::Value;

fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|p| !p.is_empty())
        .map(|p| p.split_once('=').unwrap())
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect()
}

fn diff(path: &str, old: &Value, new: &Value, out: &mut Vec<String>) {
    let short = |v: &Value| v.to_string().chars().take(160).collect::<String>();
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            for (k, v) in a {
                match b.get(k) {
                    Some(w) => diff(&format!("{path}.{k}"), v, w, out),
                    None => out.push(format!("- {path}.{k}: {}", short(v))),
                }
            }
            for (k, v) in b {
                if !a.contains_key(k) {
                    out.push(format!("+ {path}.{k}: {}", short(v)));
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (v, w)) in a.iter().zip(b).enumerate() {
                diff(&format!("{path}[{i}]"), v, w, out);
            }
        }
        (a, b) if a == b => {}
        (a, b) if a.as_f64().is_some() && a.as_f64() == b.as_f64() => {}
        (a, b) => out.push(format!("~ {path}: {} -> {}", short(a), short(b))),
    }
}

fn run<Q: Question>(engine: &Engine, frozen: &str, query: &str) {
    let t = Instant::now();
    let asked: Q = match ask(&pairs(query), &engine.data) {
        Ok(asked) => asked,
        Err(e) => return println!("== {frozen} refused: {e}"),
    };
    let answer = match engine.answer(&asked, &Unwatched) {
        Ok(answer) => answer,
        Err(e) => return println!("== {frozen} refused: {e} after {:?}", t.elapsed()),
    };
    println!("== {frozen} {query} in {:?}", t.elapsed());
    let new = serde_json::to_value(&*answer).unwrap();
    let Ok(text) = std::fs::read_to_string(format!("/work/freeze/{frozen}")) else { return };
    let old: Value = serde_json::from_str(&text).unwrap();
    let mut out = Vec::new();
    diff("", &old, &new, &mut out);
    for line in out.iter().take(60) {
        println!("{line}");
    }
    println!("({} differences)", out.len());
}

fn file<Q: Question>(engine: &Engine, frozen: &str, query: &str, form: file::Form) {
    let asked: Q = ask(&pairs(query), &engine.data).unwrap();
    let done = engine.finished(&asked, (form, Encoding::Identity), &Unwatched).unwrap();
    let text = std::fs::read_to_string(format!("/work/freeze/{frozen}")).unwrap();
    println!("== file {frozen} {:?}", done.content.name);
    if form == file::Form::Csv {
        println!("same: {}", text.as_bytes() == &done.content.bytes[..]);
        println!("{}", String::from_utf8_lossy(&done.content.bytes).lines().take(3).collect::<Vec<_>>().join("\n"));
    } else {
        let mut out = Vec::new();
        diff(
            "",
            &serde_json::from_str(&text).unwrap(),
            &serde_json::from_slice(&done.content.bytes).unwrap(),
            &mut out,
        );
        for line in out.iter().take(30) {
            println!("{line}");
        }
    }
}

fn main() {
    let only = std::env::args().nth(1).unwrap_or_default();
    let ws = std::env::args().nth(2).unwrap_or("/work/base-ws".to_owned());
    let data = catchment_store::Dataset::open(Path::new(&ws)).unwrap();
    let engine = Engine::load(Arc::new(data)).unwrap();
    if only == "optimize" {
        run::<optimize::Optimize>(&engine, "optimize", "k=3&area_km2=0.5");
        run::<optimize::Optimize>(
            &engine,
            "optimize_l",
            "k=3&area_km2=0.25&basis=counted&spacing_m=1000&exclude=16&budget_usd=1500000&outline=2",
        );
        run::<optimize::Optimize>(&engine, "x", "measure=count");
        run::<optimize::Optimize>(&engine, "x", "staff=3");
        run::<optimize::Optimize>(&engine, "x", "exclude=nowhere");
        file::<optimize::Optimize>(&engine, "geo_opt", "k=3&area_km2=0.5", file::Form::Geojson);
        let asked: optimize::Optimize = ask(&pairs("k=3&area_km2=0.5"), &engine.data).unwrap();
        for form in [file::Form::Csv, file::Form::About] {
            println!(
                "{}",
                String::from_utf8_lossy(
                    &engine.finished(&asked, (form, Encoding::Identity), &Unwatched).unwrap().content.bytes
                )
            );
        }
    }
}

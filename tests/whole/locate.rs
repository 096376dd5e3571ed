//! `locate` on files.

use crate::program::{catchment, csv, json};
use crate::small_city::path;

const DEMAND: &str = "id,x,y,weight\na,0,0,5\nb,100,0,3\nc,1000,0,4\nd,1100,0,1\ne,5000,0,9\n";

#[test]
fn sites_are_chosen_by_both_models_and_printed_in_every_form() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("demand.csv");
    std::fs::write(&file, DEMAND).expect("written");
    let ask = |more: &[&str]| {
        let args: Vec<&str> = ["locate", "--demand", path(&file)].into_iter().chain(more.iter().copied()).collect();
        catchment(dir.path(), &args)
    };
    let told = json(&ask(&["--model", "mclp", "--radius", "150", "--sites", "2", "--format", "json"]).ok());
    assert_eq!((&told["objective"], &told["bound"], &told["proven"]), (&17.0.into(), &17.0.into(), &true.into()));
    assert_eq!(told["sites"].as_array().map(Vec::len), Some(2));
    assert!(told["sites"].as_array().is_some_and(|s| s.contains(&"e".into())), "{told}");
    let told = json(&ask(&["--model", "p-median", "--sites", "3", "--format", "json"]).ok());
    assert_eq!((&told["objective"], &told["sites"]), (&400.0.into(), &serde_json::json!(["a", "c", "e"])));
    let (header, rows) = csv(&ask(&["--model", "p-median", "--sites", "3", "--format", "csv"]).ok());
    assert_eq!((header.join(","), rows.len()), ("site,x,y,points,weight,mean_m".to_owned(), 3));
    assert!(ask(&["--model", "mclp", "--radius", "150", "--sites", "2"]).ok().contains("proven best"));
    assert!(ask(&["--model", "mclp", "--sites", "2"]).failed().contains("--radius"));
    assert!(ask(&["--model", "p-median", "--sites", "9"]).failed().contains("1 to 5"));
    std::fs::write(&file, DEMAND.replace("1000,0,4", "1000,0,four")).expect("written");
    let refused = ask(&["--model", "p-median", "--sites", "2"]).failed();
    assert!(refused.contains("demand.csv line 4: weight \"four\""), "{refused}");
}

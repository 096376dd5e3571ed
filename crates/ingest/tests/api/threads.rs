//! The same city on one thread and on several.

use crate::support::City;

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let city = City::new();
    for month in 1..=3 {
        let row = |i: u32| {
            let (number, minute, count) = (i % 97, i % 60, if i.is_multiple_of(13) { -1 } else { 1 });
            let (x, y) = (270_000 + i * 7 % 2000, 310_000 + i * 13 % 1000);
            format!(
                "15-{number},2015-0{month},0{month}/0{}/2015 13:{minute:02},{count},31111,ROBBERY,{},{x},{y}",
                i % 9 + 1,
                i % 3
            )
        };
        let rows: Vec<String> = (0..2000).map(row).collect();
        city.rows(&format!("2015-0{month}.csv"), &rows.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| city.read())
    };
    let (one, three) = (on(1), on(3));
    assert_eq!(one.incidents, three.incidents);
    assert_eq!(one.quality, three.quality);
    assert_eq!(one.inputs, three.inputs);
    assert!(one.quality.totals().cancelled > 100);
}

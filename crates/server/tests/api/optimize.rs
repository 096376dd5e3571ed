//! The best catchments under limits.

use crate::{get, json, number, refused};

#[tokio::test]
async fn a_choice_never_beats_its_bound_and_more_catchments_hold_more() {
    let answer = json("/api/v1/optimize?k=3&area_km2=0.5").await;
    let frontier = answer["frontier"].as_array().expect("points");
    assert_eq!(frontier.iter().map(|p| p["k"].as_u64()).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    for pair in frontier.windows(2) {
        assert!(number(&pair[1]["harm"]) > number(&pair[0]["harm"]));
    }
    for point in frontier {
        let (harm, bound, gap) = (number(&point["harm"]), number(&point["bound"]), number(&point["gap"]));
        assert!(harm <= bound * (1.0 + 1e-9) && (gap - (1.0 - harm / bound)).abs() < 1e-9, "{point}");
    }
    let chosen = answer["catchments"].as_array().expect("catchments");
    let sum: f64 = chosen.iter().map(|c| number(&c["harm"])).sum();
    assert!((sum - number(&answer["harm"])).abs() < 1e-9);
    let cells: Vec<&str> =
        chosen.iter().flat_map(|c| c["cells"].as_array().expect("cells")).filter_map(|c| c.as_str()).collect();
    let distinct: std::collections::BTreeSet<_> = cells.iter().collect();
    assert_eq!(distinct.len(), cells.len(), "catchments share no cell");
}

#[tokio::test]
async fn an_optimum_is_of_what_is_to_be_expected_and_of_counts_where_asked() {
    let ask = "/api/v1/optimize?k=2&area_km2=0.5&from=2018-01&to=2019-12";
    let (usual, expected, counted) =
        (json(ask).await, json(&format!("{ask}&basis=expected")).await, json(&format!("{ask}&basis=counted")).await);
    assert_eq!(usual["catchments"], expected["catchments"]);
    for (answer, basis) in [(&usual, "expected"), (&counted, "counted")] {
        assert_eq!((answer["basis"].as_str(), answer["meta"]["params"]["basis"].as_str()), (Some(basis), Some(basis)));
        for chosen in answer["catchments"].as_array().expect("catchments") {
            assert_eq!(chosen["basis"], basis);
        }
    }
    // Every group weighs 1: what was counted inside is what was maximized; what is expected is per year.
    let counts = |answer: &serde_json::Value| -> f64 {
        answer["catchments"].as_array().expect("catchments").iter().map(|c| number(&c["count"])).sum()
    };
    assert!((number(&counted["harm"]) - counts(&counted)).abs() < 1e-9);
    assert!(number(&expected["harm"]) < 0.8 * counts(&expected), "two years of counts, one year of what is to come");
    assert!(counts(&expected) <= number(&counted["bound"]) * (1.0 + 1e-9));
    assert_eq!(expected["expected"]["half_life_months"].as_f64(), Some(60.0));
    assert!(counted["expected"].is_null());
    let notes = |answer: &serde_json::Value| answer["notes"].to_string();
    assert!(
        notes(&expected).contains("per year after the window") && notes(&counted).contains("past counts of the window")
    );
}

#[tokio::test]
async fn a_list_to_rank_is_of_counts_and_of_what_is_to_be_expected_where_asked() {
    let ask = "/api/v1/rankings?of=catchments&area_km2=0.5";
    let (usual, counted, expected) =
        (json(ask).await, json(&format!("{ask}&basis=counted")).await, json(&format!("{ask}&basis=expected")).await);
    assert_eq!(usual["items"], counted["items"]);
    assert_eq!(
        (&usual["meta"]["params"]["basis"], &expected["meta"]["params"]["basis"]),
        (&"counted".into(), &"expected".into())
    );
    assert!(number(&expected["search"]["harm"]) < number(&counted["search"]["harm"]));
    refused("/api/v1/rankings?of=catchments&basis=guessed", "basis").await;
}

#[tokio::test]
async fn closed_areas_are_not_used() {
    let free = json("/api/v1/optimize?k=1&area_km2=0.5").await;
    let home = free["catchments"][0]["name"].as_str().expect("a name").split(" / ").next().expect("a name").to_owned();
    let ranking = json("/api/v1/rankings").await;
    let closed =
        ranking["items"].as_array().expect("items").iter().find(|i| i["name"] == home.as_str()).expect("the area");
    let without =
        json(&format!("/api/v1/optimize?k=1&area_km2=0.5&exclude={}", closed["id"].as_str().expect("an id"))).await;
    assert!(!without["catchments"][0]["name"].as_str().expect("a name").contains(&home));
    assert!(number(&without["harm"]) < number(&free["harm"]));
    assert!(number(&without["usable_harm"]) < number(&free["usable_harm"]));
}

#[tokio::test]
async fn shapes_are_walkable_unless_free_ones_or_a_bound_are_asked_for() {
    let ask = "/api/v1/optimize?k=1&area_km2=0.5&effort=0";
    let shape = |answer: &serde_json::Value| answer["meta"]["params"]["shape"].as_str().map(str::to_owned);
    let (usual, walkable) = (json(ask).await, json(&format!("{ask}&shape=walkable")).await);
    assert_eq!((shape(&usual).as_deref(), &usual["catchments"]), (Some("walkable"), &walkable["catchments"]));
    for free in ["shape=free", "outline=2"] {
        assert_eq!(shape(&json(&format!("{ask}&{free}")).await), None, "{free}");
    }
    refused(&format!("{ask}&shape=walkable&outline=2"), "outline").await;
    let areas = json("/api/v1/rankings").await;
    assert_eq!(shape(&areas), None, "neighborhoods have the shape that they have");
}

#[tokio::test]
async fn a_share_is_of_the_whole_city_whatever_limits_leave_of_it() {
    let ask = "/api/v1/optimize?k=1&area_km2=0.5&effort=0&basis=counted";
    let areas = json("/api/v1/rankings").await;
    let closed = areas["items"][0]["id"].as_str().expect("an id").to_owned();
    let (all, some) = (json(ask).await, json(&format!("{ask}&exclude={closed}")).await);
    assert!(number(&some["usable_harm"]) < number(&all["usable_harm"]), "limits leave less");
    assert_eq!(all["of_city"]["whole"], some["of_city"]["whole"]);
    for answer in [&all, &some] {
        let whole = number(&answer["of_city"]["whole"]);
        assert!((number(&answer["of_city"]["share"]) - number(&answer["harm"]) / whole).abs() < 1e-12);
        let first = &answer["catchments"][0];
        assert!(number(&first["of_city"]["part"]) <= number(&first["of_city"]["whole"]));
        let reach = &answer["reach"];
        assert!(number(&reach["low"]) <= number(&reach["share"]) && number(&reach["share"]) <= number(&reach["high"]));
        assert!(reach["sentence"].as_str().is_some_and(|s| s.contains("90% interval")), "{reach}");
    }
}

#[tokio::test]
async fn weights_steer_the_choice_with_the_same_proof_and_the_others_rank_what_was_found() {
    let ask = "/api/v1/optimize?k=2&area_km2=0.5&basis=counted";
    let plain = json(ask).await;
    let burden = json(&format!("{ask}&weights=burden:3")).await;
    assert_eq!((&plain["catchments"], &burden["weighed"]), (&burden["catchments"], &serde_json::Value::Null));
    let answer = json(&format!("{ask}&weights=burden:1,recency:3,residents:1&half_life_months=6")).await;
    assert!(number(&answer["harm"]) <= number(&answer["bound"]) * (1.0 + 1e-9));
    let weighed = &answer["weighed"];
    let ids = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|c| c["id"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(ids(&weighed["steering"]), ["burden", "recency"]);
    assert_eq!(ids(&weighed["ranking"]), ["residents"]);
    assert!(weighed["sentence"].as_str().is_some_and(|s| s.contains("only ranks the areas found")), "{weighed}");
    // What is maximized is the weighted mean of shares of the city.
    let mean: f64 = weighed["steering"]
        .as_array()
        .expect("criteria")
        .iter()
        .map(|c| number(&c["weight"]) * number(&c["share"]) / 4.0)
        .sum();
    assert!((mean - number(&answer["of_city"]["share"])).abs() < 1e-9, "{weighed}");
    let mut ranks: Vec<u64> =
        answer["catchments"].as_array().expect("two").iter().filter_map(|c| c["rank"].as_u64()).collect();
    ranks.sort_unstable();
    assert_eq!(ranks, [1, 2]);
    refused(&format!("{ask}&weights=residents:1"), "weights").await;
    let chance =
        json("/api/v1/catchments/chance?k=1&area_km2=0.5&draws=50&basis=counted&weights=burden:1,equity:1").await;
    assert!(chance["notes"].to_string().contains("by the criteria was held"), "{}", chance["notes"]);
}

#[tokio::test]
async fn prices_of_shapes_are_told_only_where_asked_for() {
    let ask = "/api/v1/optimize?k=1&area_km2=0.5&effort=1";
    let (plain, priced) = (json(ask).await, json(&format!("{ask}&parts=prices")).await);
    assert!(plain["prices"].is_null());
    assert_eq!(plain["catchments"], priced["catchments"]);
    let prices = priced["prices"].as_array().expect("prices");
    let shapes: Vec<&str> = prices.iter().filter_map(|p| p["shape"].as_str()).collect();
    assert_eq!(shapes, ["walkable", "bounded", "free"]);
    for price in prices {
        assert!(number(&price["harm"]) <= number(&price["bound"]) * (1.0 + 1e-9), "{price}");
        assert_eq!(price["asked"], price["shape"] == "walkable");
    }
    assert!(number(&prices[2]["harm"]) >= number(&prices[1]["harm"]) && number(&prices[1]["harm"]) > 0.0);
    let decided = json("/api/v1/decision?of=catchments&k=1&area_km2=0.5&parts=prices").await;
    assert_eq!(decided["prices"].as_array().map(Vec::len), Some(3));
    refused("/api/v1/decision?parts=prices", "parts").await;
}

#[tokio::test]
async fn money_limits_the_number_of_sites_and_says_so() {
    let answer = json("/api/v1/optimize?k=3&area_km2=0.5&budget_usd=1500000").await;
    assert_eq!(
        (answer["catchments"].as_array().map(Vec::len), &answer["budget"]["affordable_k"]),
        (Some(2), &2.into())
    );
    assert_eq!(answer["notes"][0], "3 catchments were asked for; money or staff are enough for 2.");
    assert_eq!(
        answer["cost"]["sentence"],
        "Two sites cost about $1,500,000 to launch, cost about $2,400,000 a year and need 16 people. \
            Source: a made-up budget."
    );
    refused("/api/v1/optimize?k=3&area_km2=0.5&budget_usd=1000", "budget_usd").await;
}

#[tokio::test]
async fn limits_out_of_range_are_named() {
    for (query, parameter) in [
        ("effort=21", "effort"),
        ("outline=1.2", "outline"),
        ("spacing_m=-1", "spacing_m"),
        ("exclude=nowhere", "exclude"),
        ("hours_a_day=9", "hours_a_day"),
    ] {
        refused(&format!("/api/v1/optimize?{query}"), parameter).await;
    }
}

#[tokio::test]
async fn a_bound_on_the_outline_gives_rounder_shapes_that_hold_less_and_says_so() {
    let ask = "/api/v1/optimize?k=2&area_km2=1";
    let (free, round) = (json(&format!("{ask}&shape=free")).await, json(&format!("{ask}&outline=1.5")).await);
    let most = |answer: &serde_json::Value| {
        let catchments = answer["catchments"].as_array().expect("catchments").clone();
        catchments.iter().map(|c| number(&c["outline_m"])).fold(0.0, f64::max)
    };
    let bound_m = 1.5 * 2000.0 * std::f64::consts::PI.sqrt();
    assert!(most(&round) <= bound_m && bound_m < most(&free), "{} and {}", most(&round), most(&free));
    assert!(number(&round["harm"]) < number(&free["harm"]) && number(&round["harm"]) <= number(&round["bound"]));
    let shapes = |answer: &serde_json::Value| answer["shapes"].to_string();
    assert!(shapes(&round).contains("at most 1.5 times the circumference"), "{}", shapes(&round));
    assert!(shapes(&free).contains("times a circle's of their area"), "{}", shapes(&free));
}

#[tokio::test]
async fn a_choice_can_be_taken_away_as_a_file() {
    let csv = get("/api/v1/optimize?k=1&area_km2=0.5&format=csv").await;
    assert!(csv.text().starts_with("id,name,area_km2,count,harm,basis,residents,cells\nC1,"), "{}", csv.text());
    let map = json_of("/api/v1/optimize?k=1&area_km2=0.5&format=geojson").await;
    assert_eq!(map["features"][0]["geometry"]["type"], "MultiPolygon");
}

async fn json_of(path: &str) -> serde_json::Value {
    get(path).await.json()
}

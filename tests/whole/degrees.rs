//! `locate` on coordinates that are degrees.

use crate::program::{catchment, json};
use crate::serving::Server;
use crate::small_city::{SmallCity, ingested, path};

const DEGREES: &str = "id,x,y,weight\na,-90.2,38.6,5\nb,-90.21,38.61,5\nc,-90.3,38.7,5\n";

#[test]
fn degrees_are_refused_by_the_command_and_by_the_service() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("demand.csv");
    let ask = |text: &str| {
        std::fs::write(&file, text).expect("written");
        let ask = ["locate", "--model", "mclp", "--radius", "800", "--sites", "1", "--demand", path(&file)];
        catchment(folder.path(), &ask)
    };
    let error = ask(DEGREES).failed();
    for said in ["x -90.3 to -90.2, y 38.6 to 38.7", "degrees of longitude and latitude", "ogr2ogr"] {
        assert!(error.contains(said), "no \"{said}\" in {error}");
    }
    // The same points in meters (EPSG:26996): 1.4 km and 14 km apart.
    let meters = "id,x,y,weight\na,276113,309007,5\nb,275238,310115,5\nc,267392,320085,5\n";
    assert!(ask(meters).ok().contains("5.0 of 15.0"));

    let city = SmallCity::write();
    let server = Server::start(&ingested(&city), &[]);
    let point = |id: &str, x: f64, y: f64| serde_json::json!({"id": id, "x": x, "y": y, "weight": 5.0});
    let demand = [point("a", -90.2, 38.6), point("b", -90.21, 38.61), point("c", -90.3, 38.7)];
    let problem = serde_json::json!({"model": "mclp", "radius_m": 800.0, "sites": 1, "demand": demand});
    let (status, body) = server.post("/api/v1/locate", &problem.to_string());
    assert!(status == 422 || status == 400, "{status}: {body}");
    assert!(json(&body).to_string().contains("degrees of longitude and latitude"), "{body}");
}

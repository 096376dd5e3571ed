//! City files for public layouts (`data/recipes`), each on made-up rows of its shape.

use std::collections::BTreeMap;
use std::fs;

use catchment_ingest::{Ingested, ingest};
use serde_json::json;

use crate::support::here;

/// A recipe's files: outlines' properties, a place in degrees, the name of the table, and its rows.
struct Shape {
    recipe: &'static str,
    outlines: &'static str,
    areas: [serde_json::Value; 2],
    at: (f64, f64),
    file: &'static str,
    rows: &'static str,
}

/// The recipe read on two squares around a place; `@X` and `@Y` in the rows stand for its coordinates.
fn read(shape: &Shape) -> Ingested {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(here(&format!("../../data/recipes/{}.toml", shape.recipe))).expect("the recipe");
    fs::write(folder.path().join("city.toml"), text).expect("written");
    let (lon, lat) = shape.at;
    let square = |west: f64| {
        let (east, south, north) = (west + 0.02, lat - 0.01, lat + 0.01);
        json!({ "type": "Polygon", "coordinates":
            [[[west, south], [east, south], [east, north], [west, north], [west, south]]] })
    };
    let feature = |(own, west): (&serde_json::Value, f64)| {
        let geometry = square(west);
        json!({ "type": "Feature", "properties": own, "geometry": geometry })
    };
    let features: Vec<_> = shape.areas.iter().zip([lon - 0.01, lon + 0.01]).map(feature).collect();
    let outlines = json!({ "type": "FeatureCollection", "features": features });
    fs::write(folder.path().join(shape.outlines), outlines.to_string()).expect("written");
    let rows = shape.rows.replace("@X", &lon.to_string()).replace("@Y", &lat.to_string());
    let file = folder.path().join(shape.file);
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(file, rows).expect("written");
    let read = ingest(&folder.path().join("city.toml"), &|_| None, &|_| {});
    read.map_err(|e| format!("{}: {e}", shape.recipe)).expect("rows")
}

/// Counts by group, and the hours that are known, of a recipe of which no row is lost.
fn counted(shape: &Shape) -> (BTreeMap<String, i64>, Vec<u8>) {
    let read = read(shape);
    let totals = read.quality.totals();
    assert_eq!((totals.rejected, totals.unlocated), (0, 0), "{}: {totals:?}", shape.recipe);
    let mut counts = BTreeMap::new();
    for row in &read.incidents.rows {
        let id = read.city.offense[usize::from(row.group.0)].id.clone();
        *counts.entry(id).or_default() += i64::from(row.count);
    }
    let labelled = read.incidents.rows.iter().filter(|row| row.label.is_some()).count();
    assert!(labelled == read.incidents.rows.len() || labelled == 0, "{}: {labelled} labelled", shape.recipe);
    (counts, read.incidents.rows.iter().filter_map(|row| row.block.hour()).collect())
}

#[track_caller]
fn counts(shape: &Shape, right: &[(&str, i64)], hours: &[u8]) {
    let right: BTreeMap<String, i64> = right.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect();
    assert_eq!(counted(shape), (right, hours.to_vec()), "{}", shape.recipe);
}

#[test]
fn new_york_counts_victims() {
    let shape = Shape {
        recipe: "new-york-shootings",
        outlines: "precincts.geojson",
        areas: [json!({ "precinct": "40" }), json!({ "precinct": "41" })],
        at: (-73.92, 40.81),
        file: "NYPD_Shooting_Incident_Data__Historic_.csv",
        rows: "INCIDENT_KEY,OCCUR_DATE,OCCUR_TIME,BORO,PRECINCT,STATISTICAL_MURDER_FLAG,PERP_AGE_GROUP,VIC_AGE_GROUP,\
               VIC_SEX,VIC_RACE,X_COORD_CD,Y_COORD_CD,Latitude,Longitude\n\
               1,08/23/2019,22:10:00,BRONX,40,true,,25-44,M,BLACK,\"1,006,000\",234000,@Y,@X\n\
               1,08/23/2019,22:10:00,BRONX,40,false,,18-24,M,BLACK,\"1,006,000\",234000,@Y,@X\n\
               2,12/01/2020,0:05:00,BRONX,41,N,,18-24,F,WHITE,1006000,234000,@Y,@X\n",
    };
    counts(&shape, &[("homicide", 1), ("shooting", 2)], &[22, 22, 0]);
}

#[test]
fn baltimore_counts_by_the_point_where_a_name_is_cut_short() {
    let shape = Shape {
        recipe: "baltimore",
        outlines: "neighborhoods.geojson",
        areas: [json!({ "Name": "Stonewood-Pentwood-Winston" }), json!({ "Name": "Patterson Park" })],
        at: (-76.6, 39.3),
        file: "BPD.csv",
        rows: "CrimeDate,CrimeTime,CrimeCode,Location,Description,Inside/Outside,Weapon,Neighborhood,Longitude,\
               Latitude,\
               Total Incidents\n\
               07/28/2018,23:50:00,1A,1 A ST,HOMICIDE,,FIREARM,Stonewood-Pentwood-Winston,@X,@Y,1\n\
               07/27/2018,13:00:00,9S,1 A ST,SHOOTING,,FIREARM,Patterson Park,@X,@Y,1\n\
               07/27/2018,03:00:00,4E,1 A ST,COMMON ASSAULT,,,Patterson Park,@X,@Y,2\n",
    };
    counts(&shape, &[("homicide", 1), ("shooting", 1), ("simple_assault", 2)], &[23, 13, 3]);
}

#[test]
fn chicago_goes_by_fbi_codes() {
    let shape = Shape {
        recipe: "chicago",
        outlines: "community-areas.geojson",
        areas: [
            json!({ "area_numbe": "25", "community": "AUSTIN" }),
            json!({ "area_numbe": "23", "community": "HUMBOLDT PARK" }),
        ],
        at: (-87.76, 41.89),
        file: "Crimes_-_2001_to_Present.csv",
        rows: "ID,Case Number,Date,Block,IUCR,Primary Type,Description,Arrest,Domestic,Community Area,FBI Code,Year,\
               Latitude,Longitude\n\
               1,JA1,01/05/2017 01:30:00 PM,001XX N A AVE,0110,HOMICIDE,FIRST DEGREE MURDER,true,false,25,01A,\
               2017,@Y,@X\n\
               2,JA2,01/06/2017 12:10:00 AM,001XX N A AVE,0486,BATTERY,DOMESTIC BATTERY SIMPLE,true,true,25,08B,\
               2017,@Y,@X\n\
               3,JA3,02/06/2017 11:10:00 PM,001XX N A AVE,041A,BATTERY,AGGRAVATED: HANDGUN,true,false,23,04B,\
               2017,@Y,@X\n\
               4,JA4,02/06/2017 11:10:00 PM,001XX N A AVE,2027,NARCOTICS,POSS: CRACK,true,false,23,18,2017,@Y,@X\n",
    };
    counts(&shape, &[("homicide", 1), ("simple_assault", 1), ("assault", 1), ("drugs", 1)], &[13, 0, 23, 23]);
}

#[test]
fn los_angeles_reads_times_without_a_colon() {
    let shape = Shape {
        recipe: "los-angeles",
        outlines: "divisions.geojson",
        areas: [json!({ "PREC": 1, "APREC": "CENTRAL" }), json!({ "PREC": 12, "APREC": "77TH STREET" })],
        at: (-118.25, 34.04),
        file: "Crime_Data_from_2020_to_Present.csv",
        rows: "DR_NO,Date Rptd,DATE OCC,TIME OCC,AREA,AREA NAME,Crm Cd,Crm Cd Desc,LOCATION,LAT,LON\n\
               200106753,02/09/2020 12:00:00 AM,02/08/2020 12:00:00 AM,1800,01,Central,110,CRIMINAL HOMICIDE,\
               1 A ST,@Y,@X\n\
               200106754,02/09/2020 12:00:00 AM,02/08/2020 12:00:00 AM,0035,12,77th Street,624,BATTERY,1 A ST,@Y,@X\n\
               200106755,03/09/2020 12:00:00 AM,03/08/2020 12:00:00 AM,1200,12,77th Street,440,THEFT PLAIN,\
               1 A ST,@Y,@X\n",
    };
    counts(&shape, &[("homicide", 1), ("simple_assault", 1), ("theft", 1)], &[18, 0]);
}

#[test]
fn kansas_city_reads_victims_alone() {
    let shape = Shape {
        recipe: "kansas-city",
        outlines: "neighborhoods.geojson",
        areas: [json!({ "nbhid": "1", "nbhname": "Downtown" }), json!({ "nbhid": "2", "nbhname": "Ivanhoe" })],
        at: (-94.57, 39.08),
        file: "KCPD_Crime_Data_2019.csv",
        rows: "Report_No,Reported_Date,Reported_Time,From_Date,From_Time,Offense,IBRS,Description,Involvement,\
               Location\n\
               KC1,01/02/2019,10:00,01/01/2019,23:15,Robbery,120,Armed,VIC,POINT (@X @Y)\n\
               KC1,01/02/2019,10:00,01/01/2019,23:15,Robbery,120,Armed,SUS,POINT (@X @Y)\n\
               KC2,2019 Feb 03 12:00:00 AM,10:00,2019 Feb 02 12:00:00 AM,02:30,Assault,13A,Agg,VIC,POINT (@X @Y)\n",
    };
    counts(&shape, &[("robbery", 1), ("assault", 1)], &[23, 2]);
}

#[test]
fn toronto_takes_the_hour_from_its_own_column() {
    let shape = Shape {
        recipe: "toronto",
        outlines: "neighbourhoods-158.geojson",
        areas: [
            json!({ "HOOD_158": "073", "NEIGHBOURHOOD_158": "Moss Park" }),
            json!({ "HOOD_158": "075", "NEIGHBOURHOOD_158": "Church-Wellesley" }),
        ],
        at: (-79.37, 43.66),
        file: "MCI.csv",
        rows: "EVENT_UNIQUE_ID,REPORT_DATE,OCC_DATE,OCC_HOUR,OFFENCE,MCI_CATEGORY,HOOD_158,NEIGHBOURHOOD_158,\
               LONG_WGS84,\
               LAT_WGS84\n\
               GO-1,1/2/2014 5:00:00 AM,1/1/2014 5:00:00 AM,23,Assault,Assault,073,Moss Park (73),@X,@Y\n\
               GO-2,7/2/2014 4:00:00 AM,7/2/2014 4:00:00 AM,0,B&E,Break and Enter,075,Church-Wellesley (75),@X,@Y\n",
    };
    counts(&shape, &[("assault", 1), ("burglary", 1)], &[23, 0]);
}

#[test]
fn police_uk_has_months_and_no_hours() {
    let shape = Shape {
        recipe: "police-uk",
        outlines: "lsoa.geojson",
        areas: [
            json!({ "LSOA21CD": "E01000001", "LSOA21NM": "City of London 001A" }),
            json!({ "LSOA21CD": "E01000002", "LSOA21NM": "City of London 001B" }),
        ],
        at: (-0.097, 51.518),
        file: "2023-05/2023-05-city-of-london-street.csv",
        rows: "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,\
               Last outcome category,Context\n\
               ,2023-05,City of London Police,City of London Police,@X,@Y,On or near A,E01000001,City of London 001A,\
               Anti-social behaviour,,\n\
               ab12,2023-05,City of London Police,City of London Police,@X,@Y,On or near A,E01000002,\
               City of London 001B,\
               Violence and sexual offences,Under investigation,\n",
    };
    counts(&shape, &[("disorder", 1), ("violence", 1)], &[]);
}

#[test]
fn a_nibrs_extract_reads_any_usual_spelling() {
    let shape = Shape {
        recipe: "nibrs-extract",
        outlines: "areas.geojson",
        areas: [json!({ "id": 1, "name": "North" }), json!({ "id": 2, "name": "South" })],
        at: (-90.2, 38.63),
        file: "export.csv",
        rows: "Incident Number,Report Date,Incident Date,Incident Time,NIBRS Code,Latitude,Longitude\n\
               24-1,01/03/2024,01/02/2024,21:40,09A,@Y,@X\n\
               24-1,01/03/2024,01/02/2024,21:40,120,@Y,@X\n\
               24-2,01/05/2024,01/05/2024,03:10,13B,@Y,@X\n",
    };
    counts(&shape, &[("homicide", 1), ("robbery", 1), ("simple_assault", 1)], &[21, 21, 3]);
}

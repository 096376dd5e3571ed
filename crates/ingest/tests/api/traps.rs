//! Each defect of the real files, made up small: what the ingest does with it is stated here.

use catchment_model::{Block, RowStatus};

use crate::support::{City, HEADER, SOURCE, read_rows, reason};

const ROW: &str = "15-1,2015-01,01/05/2015 13:30,1,31111,ROBBERY,1,270500,310500";

#[test]
fn a_plain_row_comes_out_as_it_went_in() {
    let read = read_rows(&[ROW]);
    let row = read.incidents.rows[0];
    assert_eq!((row.line, row.count, row.incident, row.status), (2, 1, 1, RowStatus::Accepted));
    // 5 January 2015 was a Monday.
    assert_eq!(row.block, Block::new(0, Some(13)).unwrap());
    assert_eq!(row.reported.to_string(), "2015-01");
    assert_eq!(row.occurred.unwrap().0 % 1440, 13 * 60 + 30);
    let position = read.incidents.position(&row).unwrap();
    assert!((position.x_m - 270_500.0).abs() < 1e-6 && (position.y_m - 310_500.0).abs() < 1e-6);
    assert_eq!(position.area, row.label);
    assert_eq!(read.areas.get(row.label.unwrap()).unwrap().name, "West Side");
}

#[test]
fn windows_bytes_after_a_utf8_mark_are_read_as_windows() {
    let city = City::new();
    let text = [
        b"\xEF\xBB\xBF".as_slice(),
        HEADER.as_bytes(),
        b"\n15-1,2015-01,01/05/2015 13:30,1,31111,CAF\xC9,1,270500,310500\n",
    ]
    .concat();
    let read = city.file("2015-01.csv", text).read();
    assert_eq!(read.incidents.rows.len(), 1);
    assert_eq!(read.quality.files[0].encoding, "Windows-1252 after a UTF-8 byte-order mark");
}

#[test]
fn layouts_may_differ_from_file_to_file() {
    let city = City::new();
    city.rows("2015-01.csv", &[ROW]);
    city.file(
        "2015-02.csv",
        "Date Occur,Month-Reported,COUNT,crime,description,X-Coord,Ycoord,Neighborhood,Extra\n\
         2/1/2015 0:10,2015-02,1,31111,ROBBERY,270500,310500,2.0,\n",
    );
    let read = city.rows("2015-03.csv", &["15-3,2015-03,03/05/2015 13:30,1,31111,ROBBERY,1,270500,310500"]).read();
    assert_eq!(read.quality.files.iter().map(|f| f.layout.as_str()).collect::<Vec<_>>(), ["A9", "B9", "A9"]);
    assert_eq!(read.incidents.rows.len(), 3);
    assert_eq!(read.areas.get(read.incidents.rows[1].label.unwrap()).unwrap().id, "2");
}

#[test]
fn a_reversal_and_the_earliest_row_of_its_number_and_code_cancel_each_other() {
    let city = City::new();
    city.rows("2015-01.csv", &[ROW, ROW]);
    let read = city.rows("2015-02.csv", &["15-1,2015-02,01/05/2015 13:30,-1,031111,ROBBERY,1,270500,310500"]).read();
    let status: Vec<RowStatus> = read.incidents.rows.iter().map(|r| r.status).collect();
    assert_eq!(status, [RowStatus::Cancelled, RowStatus::Accepted, RowStatus::Cancelled]);
    assert_eq!(read.incidents.rows.iter().map(|r| r.incident).collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!((read.quality.totals().cancelled, read.quality.totals().net), (2, 1));
    // Both keep their place: each counts in its own month.
    assert!(read.incidents.rows.iter().all(|r| read.incidents.position(r).is_some()));
}

#[test]
fn a_reversal_of_another_code_stays_and_is_reported() {
    let city = City::new();
    let read =
        city.rows("2015-01.csv", &[ROW, "15-1,2015-01,01/05/2015 13:30,-1,10000,HOMICIDE,1,270500,310500"]).read();
    assert_eq!(read.quality.totals().cancelled, 0);
    assert_eq!(reason(&read, "unmatched-reversal"), 1);
    assert_eq!(read.incidents.rows[1].count, -1);
    assert_eq!(read.incidents.rows[1].incident, 0);
}

#[test]
fn without_numbers_a_reversal_needs_the_same_minute_code_and_place() {
    let city = City::new();
    let header = "CodedMonth,DateOccur,Count,Crime,Description,Neighborhood,XCoord,YCoord";
    let rows = [
        "2015-01,01/05/2015 13:30,1,31111,ROBBERY,1,270500,310500",
        "2015-01,01/05/2015 13:30,1,31111,ROBBERY,1,0,0",
        "2015-01,01/05/2015 13:30,-1,31111,ROBBERY,1,270500,310500",
        "2015-01,01/05/2015 13:31,-1,31111,ROBBERY,1,270500,310500",
        "2015-01,01/05/2015 13:30,-1,31111,ROBBERY,1,0,0",
    ];
    let read = city.file("2015-01.csv", format!("{header}\n{}\n", rows.join("\n"))).read();
    let cancelled: Vec<bool> = read.incidents.rows.iter().map(|r| r.status == RowStatus::Cancelled).collect();
    assert_eq!(cancelled, [true, false, true, false, false]);
    assert_eq!(reason(&read, "unmatched-reversal"), 2);
}

#[test]
fn identical_rows_are_victims_and_never_dropped() {
    let city = City::new();
    let read = city.rows("2015-01.csv", &[ROW, ROW, ROW]).read();
    assert_eq!(read.quality.totals().net, 3);
    assert_eq!(read.incidents.rows.iter().map(|r| r.incident).sum::<u8>(), 1);
    // The same without numbers: rows alike in every column are one incident's victims.
    let city = City::new();
    let row = "2015-01,01/05/2015 13:30,1,31111,ROBBERY,1,270500,310500";
    let other = "2015-01,01/05/2015 13:30,1,31111,ROBBERY,1,270500,310501";
    let read = city
        .file(
            "2015-01.csv",
            format!("CodedMonth,DateOccur,Count,Crime,Description,Neighborhood,XCoord,YCoord\n{row}\n{row}\n{other}\n"),
        )
        .read();
    assert_eq!(read.quality.totals().net, 3);
    assert_eq!(read.incidents.rows.iter().map(|r| r.incident).collect::<Vec<_>>(), [1, 0, 1]);
}

#[test]
fn one_number_with_two_offense_groups_is_an_incident_of_each() {
    let city = City::new();
    let read =
        city.rows("2015-01.csv", &[ROW, "15-1,2015-01,01/05/2015 13:30,1,10000,HOMICIDE,1,270500,310500"]).read();
    assert_eq!(read.incidents.rows.iter().map(|r| r.incident).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn codes_lose_their_zeros_and_gain_blanks_without_harm() {
    let rows: Vec<String> = ["31111", " 31111", "031111", "31111 "].iter().map(|c| ROW.replace("31111", c)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let read = read_rows(&rows);
    assert_eq!(read.quality.totals().rejected, 0);
    assert!(read.incidents.rows.iter().all(|r| r.group == read.incidents.rows[0].group));
}

#[test]
fn commas_in_quotes_belong_to_the_description() {
    let read = read_rows(&[ROW, "15-1,2015-01,01/05/2015 13:30,1,64601,\"LARCENY $500 - $24,999   \",1,270500,310500"]);
    assert_eq!(read.quality.totals().accepted, 2);
}

#[test]
fn line_ends_may_be_of_any_kind() {
    for end in ["\n", "\r\n", "\r"] {
        let city = City::new();
        let read = city.file("2015-01.csv", [HEADER, ROW, ROW].join(end)).read();
        assert_eq!(read.incidents.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 3], "{end:?}");
    }
}

#[test]
fn an_unreadable_date_keeps_the_row_in_its_report_month() {
    let read = read_rows(&[&ROW.replace("01/05/2015 13:30", "13/45/2015")]);
    let row = read.incidents.rows[0];
    assert_eq!((row.occurred, row.block, row.status), (None, Block::UNKNOWN, RowStatus::Accepted));
    assert_eq!(reason(&read, "date-unreadable"), 1);
}

#[test]
fn a_placeholder_time_is_an_unknown_hour_of_a_known_day() {
    let read = read_rows(&[&ROW.replace("13:30", "00:01"), &ROW.replace(" 13:30", ""), &ROW.replace("13:30", "0:01")]);
    for row in &read.incidents.rows {
        assert_eq!((row.block.weekday(), row.block.hour()), (Some(0), None));
        assert_eq!(row.occurred.unwrap().0 % 1440, 0);
    }
    assert_eq!(reason(&read, "time-unknown"), 3);
}

#[test]
fn occurrence_after_the_report_is_remarked_and_kept() {
    let read = read_rows(&[&ROW.replace("01/05/2015", "02/05/2015")]);
    assert_eq!((reason(&read, "occurred-after-reported"), read.quality.totals().accepted), (1, 1));
}

#[test]
fn coordinates_of_zero_are_no_position_and_the_row_still_counts() {
    let read = read_rows(&[
        &ROW.replace("270500,310500", "0,0"),
        &ROW.replace("270500,310500", ","),
        &ROW.replace("270500", "0.0"),
    ]);
    assert_eq!((reason(&read, "no-coordinates"), read.quality.totals().unlocated), (3, 3));
    assert!(read.incidents.rows.iter().all(|r| r.label.is_some() && r.status == RowStatus::Unlocated));
    assert_eq!(read.quality.located[0].share(), 0.0);
    assert!(
        read.quality.warnings.iter().any(|w| w.contains("robbery") && w.contains("2015 (0 % of 3 rows)")),
        "{:?}",
        read.quality.warnings
    );
}

#[test]
fn a_point_just_outside_stays_and_one_far_outside_is_unlocated() {
    let near = ROW.replace("270500,310500", "270500,311900");
    let far = ROW.replace("270500,310500", "270500,312100");
    let read = read_rows(&[&near, &far]);
    assert_eq!((reason(&read, "outside-areas"), reason(&read, "far-outside")), (1, 1));
    assert_eq!(
        read.incidents.rows.iter().map(|r| r.status).collect::<Vec<_>>(),
        [RowStatus::Accepted, RowStatus::Unlocated]
    );
}

#[test]
fn coordinates_that_make_no_sense_are_bad_and_spoil_no_other() {
    let city = City::new();
    let rows: Vec<String> = ["inf,nan", "1e300,-1e300", "here,there", "270500,310500", "\"(1,2)\",3"]
        .iter()
        .map(|c| ROW.replace("270500,310500", c))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let read = city.rows("2015-01.csv", &rows).read();
    assert_eq!(reason(&read, "bad-coordinates"), 4, "{:?}", read.quality.totals());
    assert_eq!(read.quality.totals().accepted, 1);
}

#[test]
fn a_label_that_disagrees_with_the_point_is_remarked() {
    let read = read_rows(&[&ROW.replace(",1,270500", ",2,270500"), &ROW.replace(",1,270500", ",0,270500"), ROW]);
    assert_eq!((reason(&read, "label-differs"), reason(&read, "label-unknown")), (1, 1));
    assert_eq!(read.quality.label_differs, (1, 2));
}

#[test]
fn rows_that_cannot_be_read_are_listed_with_their_line_and_reason() {
    let city = City::new();
    let rows = [
        "15-1,2015-01,01/05/2015",
        &ROW.replace(",1,31111", ",seven,31111"),
        &ROW.replace("31111", "999999"),
        &ROW.replace("2015-01", "January"),
        &ROW.replace("2015-01", "2019-01"),
        "15-1,2015-01,01/05/2015 13:30,1,31111,\"ROBBERY,1,270500,310500",
        ROW,
    ];
    let read = city.rows("2015-01.csv", &rows).read();
    let listed: Vec<(u64, &str)> = read.quality.rejections.iter().map(|r| (r.line, r.reason.as_str())).collect();
    let expected = [
        (2, "unreadable"),
        (3, "count-unreadable"),
        (4, "code-unknown"),
        (5, "no-report-month"),
        (6, "outside-period"),
        (7, "unreadable"),
    ];
    assert_eq!(listed, expected);
    assert_eq!((read.quality.totals().rows, read.quality.totals().accepted), (7, 1));
    assert!(read.quality.rejections[1].detail.contains("seven"));
    assert!(read.quality.warnings.iter().any(|w| w.contains("6 of 7 rows")), "{:?}", read.quality.warnings);
}

#[test]
fn the_report_month_falls_back_on_the_file_name_and_then_on_the_occurrence() {
    let city = City::new();
    let header = "Complaint,DateOccur,Count,Crime,Description,Neighborhood,XCoord,YCoord";
    city.file("crime_2015-02.csv", format!("{header}\n1,01/05/2015,1,31111,R,1,270500,310500\n"));
    let read = city
        .file(
            "crime.csv",
            format!("{header}\n2,03/05/2015,1,31111,R,1,270500,310500\n3,never,1,31111,R,1,270500,310500\n"),
        )
        .read();
    let months: Vec<String> = read.incidents.rows.iter().map(|r| r.reported.to_string()).collect();
    assert_eq!(months, ["2015-03", "2015-02"]);
    assert_eq!(reason(&read, "no-report-month"), 1);
}

#[test]
fn a_month_without_rows_is_missing_and_said_so() {
    let city = City::new();
    city.rows("2015-01.csv", &[ROW]);
    let read = city.rows("2015-03.csv", &[&ROW.replace("2015-01", "2015-03")]).read();
    assert!(!read.coverage.months.contains_key(&"2015-02".parse().unwrap()));
    assert!(
        read.quality.warnings.iter().any(|w| w.contains("2015-02") && w.contains("missing")),
        "{:?}",
        read.quality.warnings
    );
}

#[test]
fn rows_may_be_chosen_and_skipped_by_a_column() {
    let filters = SOURCE.replace(
        "[source.columns]",
        "[source.only]\nDescription = [\"ROBBERY\"]\n[source.skip]\nNeighborhood = [\"2\"]\n[source.columns]",
    );
    let city = City::with_source(&filters);
    let read =
        city.rows("2015-01.csv", &[ROW, &ROW.replace("ROBBERY", "SUM"), &ROW.replace(",1,270500", ",2,270500")]).read();
    assert_eq!((read.quality.totals().rows, reason(&read, "not-selected")), (1, 2));
}

#[test]
fn zip_archives_and_gzip_files_read_as_their_content() {
    use std::io::Write as _;
    let city = City::with_source(&SOURCE.replace("\"*.csv\"", "\"*.zip\""));
    let path = city.folder.path().join("all.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for month in ["2015-01", "2015-02"] {
        zip.start_file(format!("in/{month}.csv"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(format!("{HEADER}\n{}\n", ROW.replace("2015-01", month)).as_bytes()).unwrap();
    }
    zip.start_file("readme.pdf", zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    let read = city.read();
    assert_eq!(
        read.quality.files.iter().map(|f| f.file.as_str()).collect::<Vec<_>>(),
        ["all.zip/in/2015-01.csv", "all.zip/in/2015-02.csv"]
    );
    assert_eq!(read.incidents.rows.len(), 2);
    assert_eq!(read.inputs.iter().filter(|i| i.name == "all.zip").count(), 1);
}

#[test]
fn a_vector_file_reads_like_a_table() {
    let source = SOURCE
        .replace("\"*.csv\"", "\"points.geojson\"")
        .replace("x = [\"XCoord\"]\ny = [\"YCoord\"]\n", "")
        .replace("crs = \"EPSG:26996\"\n", "");
    let city = City::with_source(&source);
    let point = |number: &str, geometry: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"Complaint":"{number}","CodedMonth":"2015-01",
            "DateOccur":"2015-01-05T13:30:00","Count":1,"Crime":31111,"Description":"R","Neighborhood":1.0}},
            "geometry":{geometry}}}"#
        )
    };
    let inside = r#"{"type":"Point","coordinates":[270500,310500]}"#;
    let head = AREAS_HEAD;
    city.file("points.geojson", format!("{head}{},{}]}}", point("1", inside), point("2", "null")));
    let read = city.read();
    assert_eq!(
        read.incidents.rows.iter().map(|r| r.status).collect::<Vec<_>>(),
        [RowStatus::Accepted, RowStatus::Unlocated]
    );
    let row = read.incidents.rows[0];
    assert_eq!(row.block, Block::new(0, Some(13)).unwrap());
    assert_eq!(read.incidents.position(&row).unwrap().area, row.label);
    assert!(row.label.is_some());
}

const AREAS_HEAD: &str = r#"{
"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::26996"}},"features":["#;

// Written by scripts/gen-api.mjs from /api/v1/openapi.json. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Accounted: {
            accepted: number;
            cancelled: number;
            net: number;
            rejected: number;
            rows: number;
            unlocated: number;
        };
        AreaAnswer: {
            area: components["schemas"]["AreaInfo"];
            count: number;
            hours: number[][];
            hours_unknown: number;
            meta: components["schemas"]["Meta"];
            offenses: components["schemas"]["OffenseCount"][];
            per_1000?: number | null;
            per_km2?: number | null;
            posterior?: components["schemas"]["Posterior"] | null;
            rank: components["schemas"]["RankByMeasure"];
            series: components["schemas"]["MonthCount"][];
            shift_share?: number | null;
            why: string[];
        };
        AreaInfo: {
            area_km2: number;
            id: string;
            kind: string;
            name: string;
            population: {
                [key: string]: number;
            };
            sites: string[];
        };
        AreasInfo: {
            credit: string;
            note?: string | null;
            population_year?: number | null;
            population_years: number[];
        };
        BacktestAnswer: {
            limit: components["schemas"]["BacktestLimit"][];
            meta: components["schemas"]["Meta"];
            notes: string[];
            parameters: components["schemas"]["BacktestSettings"];
            rows: components["schemas"]["BacktestRow"][];
            summary: components["schemas"]["BacktestSummary"][];
            years: components["schemas"]["BacktestYear"][];
        };
        BacktestLimit: {
            area_km2: number;
            capture_ratio: number;
            draws: number;
            real_oracle: number;
            simulated_oracle: number;
            standard_error?: number | null;
        };
        BacktestRow: {
            area_km2: number;
            capture: number;
            capture_ratio: number;
            connected: boolean;
            greedy_oracle: number;
            ground_km2: number;
            harm: number;
            k: number;
            located: number;
            method: string;
            oracle: number;
            year: number;
        };
        BacktestSettings: {
            areas_km2: number[];
            engine: components["schemas"]["EngineSettings"];
            from: string;
            k: number;
            kde_bandwidth_m: number;
            limit_draws: number;
            look_back_months: number;
            outline?: number | null;
            past_months: number;
            random_draws: number;
            resolution: number;
            to: string;
        };
        BacktestSummary: {
            area_km2: number;
            capture: number;
            capture_ratio: number;
            connected: boolean;
            engine_cells_less?: components["schemas"]["PairedMean"] | null;
            engine_less?: components["schemas"]["PairedMean"] | null;
            greedy_oracle_ratio: number;
            method: string;
        };
        BacktestYear: {
            past_months: number;
            predictor_weights: number[];
            year: number;
        };
        BudgetInfo: {
            affordable_k: number;
            launch_usd: number;
            staff_per_site: number;
        };
        CategoryItem: {
            category: string;
            cells: number;
            count: number;
            if_unchanged: components["schemas"]["NullFigure"];
        };
        CellItem: {
            count: number;
            hot?: string | null;
            id: string;
            p?: number | null;
            per_km2?: number | null;
            significant: boolean;
            z?: number | null;
        };
        CellsAnswer: {
            cells: components["schemas"]["CellItem"][];
            fdr: components["schemas"]["FdrSummary"];
            legend: components["schemas"]["LegendItem"][];
            meta: components["schemas"]["Meta"];
            null?: components["schemas"]["ConcentrationFigures"] | null;
            resolution: number;
        };
        ChanceAnswer: {
            areas: components["schemas"]["ChanceArea"][];
            basis: string;
            catchments: components["schemas"]["StableCatchment"][];
            cells: components["schemas"]["ChanceCell"][];
            draws: number;
            expected?: components["schemas"]["ChanceExpected"] | null;
            floor: number;
            holds?: number | null;
            holds_low?: number | null;
            limits: components["schemas"]["ChanceLimits"];
            meta: components["schemas"]["Meta"];
            model: components["schemas"]["ChanceModel"][];
            notes: string[];
            resolution: number;
        };
        ChanceArea: {
            highest: number;
            id: string;
            likely_km2: number;
            name: string;
            possible_km2: number;
            sure_km2: number;
        };
        ChanceCell: {
            area?: string | null;
            id: string;
            p: number;
            standard_error: number;
        };
        ChanceExpected: {
            over_dispersion: number;
            reach_m?: number | null;
            share_around: number;
            worth_years: number;
            years: number;
        };
        ChanceLimits: {
            budget_usd?: number | null;
            effort: number;
            exclude: string[];
            outline?: number | null;
            spacing_m?: number | null;
            staff?: number | null;
        };
        ChanceModel: {
            kept: number;
            offense: string;
            over_dispersion: number;
            prior_events: number;
            reach_m?: number | null;
        };
        ChangeItem: {
            incidents?: components["schemas"]["IncidentChangeItem"] | null;
            weight?: components["schemas"]["WeightChangeItem"] | null;
        };
        ChosenCatchment: {
            area_km2: number;
            basis: string;
            cells: string[];
            count: number;
            harm: number;
            id: string;
            name: string;
            outline_m: number;
            residents?: number | null;
            sites: string[];
        };
        CityInfo: {
            accuracy_m: number;
            attribution: string;
            bounds: number[];
            center: number[];
            finest_resolution: number;
            id: string;
            name: string;
            notices: string[];
            synthetic?: string | null;
        };
        ClusterCell: {
            category?: string | null;
            cold_steps?: number | null;
            count: number;
            hot_steps?: number | null;
            i?: number | null;
            id: string;
            p?: number | null;
            quadrant?: string | null;
            significant?: boolean | null;
            trend?: string | null;
            z?: number | null;
        };
        ClusterParams: {
            baseline?: string | null;
            days?: number[] | null;
            distance_m?: number[] | null;
            max_cells?: number | null;
            max_clusters?: number | null;
            max_steps?: number | null;
            method: string;
            permutations: number;
            step_months?: number | null;
        };
        ClustersAnswer: {
            about: string;
            categories?: components["schemas"]["CategoryItem"][] | null;
            cells?: components["schemas"]["ClusterCell"][] | null;
            chance_llr?: number | null;
            clusters?: components["schemas"]["ScanItem"][] | null;
            events?: number | null;
            fdr?: components["schemas"]["FdrSummary"] | null;
            gaps?: string[];
            left_out?: components["schemas"]["LeftOut"] | null;
            meta: components["schemas"]["Meta"];
            method: string;
            near_repeats?: components["schemas"]["NearRepeat"][] | null;
            null?: components["schemas"]["ConcentrationFigures"] | null;
            permutations?: number | null;
            resolution: number;
            steps?: components["schemas"]["StepItem"][];
        };
        CompareAnswer: {
            a: components["schemas"]["ComparedScenario"];
            b: components["schemas"]["ComparedScenario"];
            both: components["schemas"]["SharedPlace"][];
            differences: components["schemas"]["ParameterDifference"][];
            only_a: components["schemas"]["ComparedPlace"][];
            only_b: components["schemas"]["ComparedPlace"][];
            warnings: string[];
        };
        ComparedPlace: {
            harm: number;
            item: components["schemas"]["RankItem"];
        };
        ComparedScenario: {
            drawn: components["schemas"]["DrawnScore"][];
            id: number;
            meta: components["schemas"]["Meta"];
            name: string;
            picked: boolean;
            revision: number;
            saved_on?: string | null;
        };
        ConcentrationAnswer: {
            cells: number;
            concentration?: components["schemas"]["ConcentrationFigures"] | null;
            events: number;
            meta: components["schemas"]["Meta"];
            resolution: number;
            stability: components["schemas"]["StabilityItem"][];
        };
        ConcentrationFigures: {
            cells_with_half: components["schemas"]["Figure"];
            cells_with_quarter: components["schemas"]["Figure"];
            generalized_gini: components["schemas"]["Figure"];
            gini: components["schemas"]["Figure"];
            in_hottest_5_percent: components["schemas"]["Figure"];
            simulations: number;
        };
        CoverageRun: {
            from: string;
            status: string;
            system?: string | null;
            to: string;
        };
        CriterionInfo: {
            definition: string;
            drawn: boolean;
            high?: number | null;
            id: string;
            label: string;
            low?: number | null;
            unavailable?: string | null;
            weight: number;
        };
        CriterionValue: {
            contribution: number;
            id: string;
            value?: number | null;
        };
        DecisionAnswer: {
            criteria: components["schemas"]["CriterionInfo"][];
            guard: components["schemas"]["GuardItem"][];
            items: components["schemas"]["DecisionItem"][];
            meta: components["schemas"]["Meta"];
            not_ranked: components["schemas"]["NotRankedItem"][];
            rules: components["schemas"]["RuleItem"][];
            sites: string[];
        };
        DecisionItem: {
            by_measure: components["schemas"]["RankByMeasure"];
            count: number;
            criteria: components["schemas"]["CriterionValue"][];
            detectable: components["schemas"]["DetectableItem"];
            expected_fall: components["schemas"]["FallItem"];
            id: string;
            name: string;
            p_top: number;
            p_top_counts_only: number;
            p_top_weights_only: number;
            per_1000?: number | null;
            per_km2?: number | null;
            rank: number;
            rank_high: number;
            rank_low: number;
            rank_set_high: number;
            rank_set_low: number;
            score: number;
            would_change: components["schemas"]["ChangeItem"];
        };
        Defaults: {
            bandwidth_m: number;
            catchment_km2: number;
            catchment_presets_km2: number[];
            fdr: number;
            from?: string | null;
            k: number;
            measure: string;
            offense: string;
            pixel_m: number;
            resolution: number;
            to?: string | null;
        };
        DensityPoint: {
            density: number;
            x: number;
        };
        DetectableItem: {
            events_needed?: number | null;
            events_per_year?: number | null;
            year_visible?: number | null;
        };
        DrawnArea: {
            cells?: string[] | null;
            polygon?: Record<string, never> | null;
        };
        DrawnBody: {
            cells?: string[] | null;
            name: string;
            polygon?: Record<string, never> | null;
        };
        DrawnScore: {
            name: string;
            score?: components["schemas"]["ScoredArea"] | null;
            share_of_best?: number | null;
            why_not?: string | null;
        };
        EngineSettings: {
            bandwidth_m: number;
            burst: number;
            half_life_months: number;
            kernel: string;
            predictors: string[];
            prior_months: number;
        };
        ExpectedInfo: {
            burst: number;
            half_life_months: number;
            predictors: components["schemas"]["PredictorInfo"][];
        };
        FallItem: {
            expected?: number | null;
            observed?: number | null;
            share?: number | null;
        };
        FdrSummary: {
            after: number;
            alpha: number;
            before: number;
            cells: number;
        };
        Figure: {
            null: components["schemas"]["NullFigure"];
            observed: number;
        };
        FrontierPoint: {
            bound: number;
            gap: number;
            harm: number;
            k: number;
        };
        GridInfo: {
            crs: string;
            height: number;
            pixel_m: number;
            width: number;
            x0_m: number;
            y0_m: number;
        };
        GuardItem: {
            change: number;
            id: string;
            name: string;
            rank: number;
            rank_with_police_initiated: number;
        };
        IncidentChangeItem: {
            direction: string;
            n: number;
        };
        LabelDiffers: {
            of: number;
            rows: number;
            share: number;
        };
        LeftOut: {
            cells: number;
            events: number;
        };
        LegendItem: {
            class: number;
            color: string;
            from: number;
            to?: number | null;
        };
        Located: {
            located: number;
            offense: string;
            rows: number;
            share: number;
            warns: boolean;
            year: number;
        };
        Meta: {
            dataset: string;
            params: components["schemas"]["Resolved"];
            program: string;
            seed: number;
            source: string;
            unit: string;
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        MonthCount: {
            count?: number | null;
            month: string;
            status: string;
            system?: string | null;
        };
        NearRepeat: {
            days: number;
            distance_m: number;
            expected: number;
            p: number;
            pairs: number;
            ratio?: number | null;
        };
        NotRankedItem: {
            count: number;
            id: string;
            name: string;
            why: string;
        };
        NullFigure: {
            high: number;
            low: number;
            mean: number;
        };
        OffenseCount: {
            count: number;
            id: string;
            label: string;
        };
        OffenseInfo: {
            default: boolean;
            finest: string;
            id: string;
            label: string;
            reported_by: string;
            weight: number;
        };
        OptimizeAnswer: {
            basis: string;
            bound: number;
            budget?: components["schemas"]["BudgetInfo"] | null;
            catchments: components["schemas"]["ChosenCatchment"][];
            expected?: components["schemas"]["ExpectedInfo"] | null;
            frontier: components["schemas"]["FrontierPoint"][];
            gap: number;
            harm: number;
            meta: components["schemas"]["Meta"];
            notes: string[];
            shapes: string;
            usable_harm: number;
            walk: components["schemas"]["WalkInfo"];
        };
        PairedMean: {
            above: number;
            high?: number | null;
            low?: number | null;
            mean: number;
            years: number;
        };
        ParameterDifference: {
            a: Record<string, never>;
            b: Record<string, never>;
            parameter: string;
        };
        Posterior: {
            high?: number | null;
            low?: number | null;
            mean?: number | null;
            phi?: number | null;
            points: components["schemas"]["DensityPoint"][];
            shrinkage?: number | null;
        };
        PredictorInfo: {
            label: string;
            offense: string;
            weight: number;
        };
        Problem: {
            accepted?: string | null;
            code: string;
            detail: string;
            parameter?: string | null;
            status: number;
            title: string;
            type: string;
            value?: string | null;
        };
        RankByMeasure: {
            count?: components["schemas"]["RankSpan"] | null;
            per_km2?: components["schemas"]["RankSpan"] | null;
            per_resident?: components["schemas"]["RankSpan"] | null;
        };
        RankingsAnswer: {
            city: components["schemas"]["Totals"];
            items: components["schemas"]["RankItem"][];
            legend: components["schemas"]["LegendItem"][];
            meta: components["schemas"]["Meta"];
            not_ranked: components["schemas"]["NotRankedItem"][];
            search?: components["schemas"]["SearchSummary"] | null;
        };
        RankItem: {
            area_km2: number;
            count: number;
            eb_rate?: number | null;
            id: string;
            kind: string;
            name: string;
            p_top: number;
            per_1000?: number | null;
            per_km2?: number | null;
            rank: number;
            rank_high: number;
            rank_low: number;
            reasons: string[];
            residents?: number | null;
            score?: number | null;
            score_high?: number | null;
            score_low?: number | null;
        };
        RankSpan: {
            high: number;
            low: number;
            p_top: number;
            rank: number;
        };
        Resolved: {
            area: string;
            area_km2?: number | null;
            bandwidth_m?: number | null;
            basis?: string | null;
            clusters?: components["schemas"]["ClusterParams"] | null;
            concentration?: string | null;
            criteria?: {
                [key: string]: number;
            } | null;
            edge?: string | null;
            fdr?: number | null;
            from: string;
            half_life_months?: number | null;
            k: number;
            kernel?: string | null;
            measure: string;
            of?: string | null;
            offense: string[];
            pixel_m?: number | null;
            resolution?: number | null;
            seed: number;
            sites?: string | null;
            stability?: components["schemas"]["StabilityParams"] | null;
            time: string;
            to: string;
            unit: string;
            weights: {
                [key: string]: number;
            };
        };
        RuleItem: {
            chosen: string[];
            enter: string[];
            id: string;
            label: string;
            leave: string[];
            notes: string[];
            source: string;
            unit_note?: string | null;
        };
        ScanItem: {
            cells: string[];
            cluster: number;
            count: number;
            expected: number;
            from: string;
            llr: number;
            p: number;
            relative_risk?: number | null;
            to: string;
        };
        ScenarioAnswer: components["schemas"]["ScenarioBody"] & {
            blake3: string;
            created: string;
            dataset?: string | null;
            id: number;
            revision: number;
            updated: string;
        };
        ScenarioBody: {
            archived?: boolean;
            drawn?: components["schemas"]["DrawnBody"][];
            name: string;
            note?: string;
            picked?: string[];
            question?: Record<string, never>;
        };
        ScenarioList: {
            scenarios: components["schemas"]["ScenarioAnswer"][];
        };
        ScoreAnswer: {
            best?: components["schemas"]["ScoredArea"] | null;
            compact: boolean;
            connected: boolean;
            drawn: components["schemas"]["ScoredArea"];
            meta: components["schemas"]["Meta"];
            outline_m: number;
            outside: number;
            pieces: number;
            radius_m: number;
            reach_m: number;
            share_of_best?: number | null;
        };
        ScoredArea: {
            area_km2: number;
            cells: string[];
            count: number;
            harm: number;
            name: string;
            per_1000?: number | null;
            per_km2?: number | null;
            residents?: number | null;
            score?: number | null;
            score_high?: number | null;
            score_low?: number | null;
            sites: string[];
        };
        SearchSummary: {
            gap: number;
            harm: number;
            resolution: number;
        };
        SharedPlace: {
            a: components["schemas"]["ComparedPlace"];
            b: components["schemas"]["ComparedPlace"];
            overlap: number;
        };
        ShiftInfo: {
            from_hour: number;
            source: string;
            to_hour: number;
            weekdays: number[];
        };
        SiteInfo: {
            area_ids: string[];
            from: string;
            id: string;
            name: string;
            note: string;
            shape: string;
            to?: string | null;
        };
        Span: {
            from: string;
            to: string;
        };
        StabilityItem: {
            first_count: number;
            first_from: string;
            first_to: string;
            if_unchanged: components["schemas"]["NullFigure"];
            if_unrelated: number;
            jaccard: number;
            s_index: number;
            s_index_nonzero?: number | null;
            second_count: number;
            second_from: string;
            second_to: string;
            top_cells: number;
        };
        StabilityParams: {
            periods: string;
            simulations: number;
            top_share: number;
        };
        StableCatchment: {
            area_km2: number;
            id: string;
            mostly: number;
            name: string;
            share: number;
            standard_error: number;
        };
        StatusAnswer: {
            aliases: {
                [key: string]: string[];
            };
            areas: components["schemas"]["AreasInfo"];
            city: components["schemas"]["CityInfo"];
            coverage: components["schemas"]["CoverageRun"][];
            dataset: string;
            defaults: components["schemas"]["Defaults"];
            label_differs: components["schemas"]["LabelDiffers"];
            located: components["schemas"]["Located"][];
            offenses: components["schemas"]["OffenseInfo"][];
            program: string;
            rows: components["schemas"]["Accounted"];
            shift?: components["schemas"]["ShiftInfo"] | null;
            sites: components["schemas"]["SiteInfo"][];
            span?: components["schemas"]["Span"] | null;
            through?: string | null;
            warnings: string[];
        };
        StepItem: {
            from: string;
            to: string;
        };
        SurfaceAnswer: {
            edge: string;
            grid: components["schemas"]["GridInfo"];
            left_out: number;
            legend: components["schemas"]["LegendItem"][];
            max?: number | null;
            mean?: number | null;
            meta: components["schemas"]["Meta"];
            unit: string;
        };
        TileJson: {
            attribution: string;
            bounds: number[];
            center: number[];
            description: string;
            legend: components["schemas"]["LegendItem"][];
            maxzoom: number;
            minzoom: number;
            name: string;
            scheme: string;
            tilejson: string;
            tiles: string[];
            tileSize?: number | null;
            vector_layers: components["schemas"]["VectorLayer"][];
        };
        Totals: {
            count: number;
            per_1000?: number | null;
            per_km2?: number | null;
        };
        VectorLayer: {
            description: string;
            fields: {
                [key: string]: string;
            };
            id: string;
            maxzoom: number;
            minzoom: number;
        };
        WalkInfo: {
            area_km2: number;
            hours_a_day: number;
            interrupters: number;
            speed_km_h: number;
            street_km: number;
        };
        WeightChangeItem: {
            criterion: string;
            from: number;
            to: number;
        };
        WindowMeta: {
            covered_months: number;
            from: string;
            missing: string[];
            months: number;
            systems: string[];
            to: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

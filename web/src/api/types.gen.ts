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
        AcrossBreak: {
            bridge?: components["schemas"]["BridgeUsed"] | null;
            bridges: components["schemas"]["BridgeOffered"][];
            now: string;
            refused?: string | null;
            then: string;
        };
        /** @enum {string} */
        Against: "more" | "fewer" | "chance";
        AgencyMask: {
            compared: boolean;
            id: string;
            months: components["schemas"]["AgencyMonth"][];
            name: string;
        };
        AgencyMonth: {
            count?: number | null;
            edition: string;
            month: string;
            remark: string;
            status: components["schemas"]["KnownMonth"];
        };
        AlongStreets: {
            area_km2: number;
            count: number;
            harm: number;
            of_city?: components["schemas"]["CityShare"] | null;
            outline: Record<string, never>;
            residents?: number | null;
            sentence: string;
        };
        AreaAnswer: components["schemas"]["PlaceInFull"] & {
            meta: components["schemas"]["Meta_AreaParams"];
        };
        /** @enum {string} */
        AreaBasis: "label" | "point";
        AreaInfo: {
            area_km2: number;
            id: string;
            kind: components["schemas"]["PlaceKind"];
            name: string;
            population: {
                [key: string]: number;
            };
            sites: string[];
        };
        /** @enum {string} */
        AreaKind: "neighborhood" | "park";
        AreasInfo: {
            credit: string;
            note?: string | null;
            population_year?: number | null;
            population_years: number[];
        };
        /** @enum {string} */
        Asked: "rankings" | "decision" | "optimize";
        BacktestAnswer: {
            findings: components["schemas"]["BacktestFinding"][];
            limit: components["schemas"]["BacktestLimit"][];
            meta: components["schemas"]["Meta_BacktestParams"];
            notes: string[];
            parameters: components["schemas"]["BacktestSettings"];
            pooled?: components["schemas"]["BacktestPooled"][];
            rows: components["schemas"]["BacktestRow"][];
            summary: components["schemas"]["BacktestSummary"][];
            years: components["schemas"]["BacktestYear"][];
        };
        BacktestFinding: {
            area_km2: number;
            says: string[];
        };
        BacktestLimit: {
            area_km2: number;
            capture_ratio: number;
            draws: number;
            real_oracle: number;
            real_ratio?: number | null;
            says: string;
            simulated_oracle: number;
            standard_error?: number | null;
        };
        BacktestPooled: {
            decisive_year?: number | null;
            engine_less: components["schemas"]["PairedMean"];
            method: components["schemas"]["Way"];
            name: string;
            says: string;
            without?: components["schemas"]["PairedMean"] | null;
        };
        BacktestRow: {
            area_km2: number;
            capture: number;
            capture_ratio: number;
            connected: boolean;
            greedy_oracle: number;
            ground_km2: number;
            harm: number;
            incident_capture?: number | null;
            k: number;
            located: number;
            method: components["schemas"]["Way"];
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
            shape?: components["schemas"]["Shape"];
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
            incident_capture?: number | null;
            method: components["schemas"]["Way"];
            name: string;
            without?: components["schemas"]["WithoutYear"] | null;
        };
        BacktestYear: {
            past_months: number;
            predictor_weights: number[];
            year: number;
        };
        /** @enum {string} */
        Baseline: "permutation" | "residents" | "area";
        BasemapAbout: {
            basemap?: components["schemas"]["BasemapFiles"] | null;
        };
        BasemapFiles: {
            credits: string[];
            gazetteer: string;
            pmtiles: string;
        };
        BestGroundItem: {
            cells: string[][];
            from: string;
            held_out?: components["schemas"]["HeldOutItem"] | null;
            names: string[];
            of_best: number;
            of_bound: number;
            to: string;
        };
        BoundaryChangeItem: {
            added: string[];
            added_km2: number;
            after: components["schemas"]["ReachedItem"];
            before: components["schemas"]["ReachedItem"];
            cells: string[];
            given_up: string[];
            given_up_km2: number;
            smallest: boolean;
            streets: components["schemas"]["StreetAdded"][];
        };
        BoundaryItem: {
            change?: components["schemas"]["BoundaryChangeItem"] | null;
            from: string;
            most: number;
            says: string;
            supported: boolean;
            tested?: components["schemas"]["BoundaryTested"] | null;
            to: string;
        };
        BoundaryTested: {
            adds: number;
            cells: number;
            high: number;
            low: number;
            p: number;
        };
        BridgedItem: {
            after: number;
            after_count: number;
            before: number;
            before_count: number;
            bridge?: components["schemas"]["BridgeUsed"] | null;
            high?: number | null;
            low?: number | null;
            outcome: string;
            ratio?: number | null;
            refused?: string | null;
            says: string;
        };
        BridgeOffered: {
            name: string;
            publication: string;
        };
        BridgeSideUsed: {
            from: string;
            months: number;
            publication: number;
            ratio: number;
            series: number;
            spread: number;
            system: string;
            to: string;
        };
        BridgeUsed: {
            after: components["schemas"]["BridgeSideUsed"];
            before: components["schemas"]["BridgeSideUsed"];
            high: number;
            low: number;
            moved?: number | null;
            name: string;
            publication: string;
            ratio: number;
            says: string;
            source: string;
        };
        BudgetInfo: {
            affordable_k: number;
            launch_usd?: number | null;
            sentence: string;
            staff_per_site?: number | null;
        };
        CatchmentAnswer: components["schemas"]["PlaceInFull"] & {
            meta: components["schemas"]["Meta_CatchmentParams"];
        };
        /** @enum {string} */
        Category: "new_hot" | "consecutive_hot" | "intensifying_hot" | "historical_hot" | "persistent_hot" | "diminishing_hot" | "sporadic_hot" | "oscillating_hot" | "new_cold" | "consecutive_cold" | "intensifying_cold" | "historical_cold" | "persistent_cold" | "diminishing_cold" | "sporadic_cold" | "oscillating_cold" | "none";
        CategoryItem: {
            category: components["schemas"]["Category"];
            cells: number;
            count: number;
            if_unchanged: components["schemas"]["NullFigure"];
            name: string;
            says: string;
            than_chance: components["schemas"]["Against"];
        };
        CellCountItem: {
            cell: string;
            count: number;
            offense: string;
        };
        CellItem: {
            address?: string | null;
            at_one_address?: number | null;
            count: number;
            hot?: components["schemas"]["Spot"] | null;
            id: string;
            p?: number | null;
            per_km2?: number | null;
            says?: string | null;
            significant: boolean;
            z?: number | null;
        };
        CellsAnswer: {
            cells: components["schemas"]["CellItem"][];
            fdr: components["schemas"]["FdrSummary"];
            finding: string[];
            legend: components["schemas"]["LegendItem"][];
            meta: components["schemas"]["Meta_CellsParams"];
            null?: components["schemas"]["ConcentrationFigures"] | null;
            reach: components["schemas"]["TestReach"];
            resolution: number;
        };
        ChanceAnswer: {
            areas: components["schemas"]["ChanceArea"][];
            basis: components["schemas"]["Objective"];
            catchments: components["schemas"]["StableCatchment"][];
            cells: components["schemas"]["ChanceCell"][];
            covers: string;
            draws: number;
            expected?: components["schemas"]["ChanceExpected"] | null;
            finding: string;
            floor: number;
            ground: components["schemas"]["ChanceGround"][];
            holds?: number | null;
            holds_low?: number | null;
            holds_sentence?: string | null;
            limits: components["schemas"]["LimitsInfo"];
            meta: components["schemas"]["Meta_ChanceParams"];
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
        ChanceGround: {
            text: string;
            title: string;
        };
        ChanceModel: {
            kept: number;
            offense: string;
            over_dispersion: number;
            prior_events: number;
            reach_m?: number | null;
        };
        Changed: {
            change?: number | null;
            high?: number | null;
            low?: number | null;
            now: number;
            then: number;
        };
        ChangedItem: {
            after: number;
            before: number;
            beyond_chance: boolean;
            month: string;
            p: number;
        };
        ChangeItem: {
            incidents?: components["schemas"]["IncidentChangeItem"] | null;
            sentences: string[];
            weight?: components["schemas"]["WeightChangeItem"] | null;
        };
        ChangeRatio: {
            high: number;
            low: number;
            ratio: number;
        };
        CheckAnswer: {
            false_alarms: string;
            finding: string;
            headline: string;
            meta: components["schemas"]["Meta_CheckParams"];
            next_site?: components["schemas"]["NextSiteItem"] | null;
            notes: string[];
            sites: components["schemas"]["SiteChecked"][];
            together?: components["schemas"]["SiteChecked"] | null;
        };
        /** @enum {string} */
        ChoicePart: "prices" | "streets";
        ChosenCatchment: {
            along?: components["schemas"]["AlongStreets"] | null;
            area_km2: number;
            basis: components["schemas"]["Objective"];
            cells: string[];
            count: number;
            criteria?: components["schemas"]["CriterionShare"][];
            expected?: number | null;
            expected_high?: number | null;
            expected_low?: number | null;
            harm: number;
            id: string;
            name: string;
            of_city?: components["schemas"]["CityShare"] | null;
            outline_m: number;
            rank?: number | null;
            residents?: number | null;
            score?: number | null;
            sites: string[];
        };
        CityInfo: {
            accuracy_m: number;
            attribution: string;
            bounds: number[];
            center: number[];
            finest_resolution: number;
            id: string;
            months?: components["schemas"]["MonthsSaid"][];
            name: string;
            notices: string[];
            synthetic?: string | null;
        };
        CityReach: {
            high: number;
            low: number;
            sentence: string;
            share: number;
            words: string;
        };
        CityShare: {
            part: number;
            share: number;
            whole: number;
            words: string;
        };
        ClaimItem: {
            change?: number | null;
            says: string;
            share_as_large?: number | null;
            source: string;
            text: string;
        };
        ClusterCell: {
            category?: components["schemas"]["Category"] | null;
            cold_steps?: number | null;
            count: number;
            hot_steps?: number | null;
            i?: number | null;
            id: string;
            p?: number | null;
            quadrant?: components["schemas"]["Quadrant"] | null;
            significant?: boolean | null;
            trend?: components["schemas"]["TrendOf"] | null;
            z?: number | null;
        };
        /** @enum {string} */
        ClusterMethod: "moran" | "emerging" | "scan" | "scan-space" | "knox";
        ClusterParams: {
            baseline?: components["schemas"]["Baseline"] | null;
            days?: number[] | null;
            distance_m?: number[] | null;
            max_cells?: number | null;
            max_clusters?: number | null;
            max_steps?: number | null;
            method: components["schemas"]["ClusterMethod"];
            permutations?: number | null;
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
            finding: string;
            gaps?: string[];
            left_out?: components["schemas"]["LeftOut"] | null;
            meta: components["schemas"]["Meta_ClustersParams"];
            method: components["schemas"]["ClusterMethod"];
            near_repeats?: components["schemas"]["NearRepeat"][] | null;
            notes: string[];
            null?: components["schemas"]["ConcentrationFigures"] | null;
            permutations?: number | null;
            quadrants?: components["schemas"]["QuadrantItem"][] | null;
            reach?: components["schemas"]["TestReach"] | null;
            resolution: number;
            steps?: components["schemas"]["StepItem"][];
        };
        CompareAnswer: {
            a: components["schemas"]["ComparedScenario"];
            b: components["schemas"]["ComparedScenario"];
            both: components["schemas"]["SharedPlace"][];
            differences: components["schemas"]["ParameterDifference"][];
            finding: string[];
            only_a: components["schemas"]["ComparedPlace"][];
            only_b: components["schemas"]["ComparedPlace"][];
            warnings: string[];
        };
        ComparedPlace: {
            area_km2: number;
            count: number;
            harm: number;
            id: string;
            item?: components["schemas"]["RankItem"] | null;
            name: string;
            rank: number;
            residents?: number | null;
        };
        ComparedScenario: {
            asked: components["schemas"]["Asked"];
            drawn: components["schemas"]["DrawnScore"][];
            id: number;
            meta: components["schemas"]["Meta_RankingsParams"];
            name: string;
            of: components["schemas"]["PlacesOf"];
            picked: boolean;
            revision: number;
            saved_on?: string | null;
        };
        ConcentrationAnswer: {
            cells: number;
            concentration?: components["schemas"]["ConcentrationFigures"] | null;
            events: number;
            finding?: string | null;
            meta: components["schemas"]["Meta_ConcentrationParams"];
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
        CostInfo: {
            launch_usd?: number | null;
            sentence: string;
            source: string;
            staff?: number | null;
            yearly_usd?: number | null;
        };
        Counted: {
            from: string;
            offense: string[];
            time: components["schemas"]["TimeBasis"];
            to: string;
            unit: components["schemas"]["Unit"];
            weights: {
                [key: string]: number;
            };
            withheld?: string[];
        };
        CountItem: components["schemas"]["YearItem"] | components["schemas"]["MonthItem"] | components["schemas"]["NeighborhoodItem"] | components["schemas"]["CellCountItem"];
        /** @enum {string} */
        CountKey: "year" | "month" | "neighborhood" | "cell";
        CountsAnswer: {
            caption: string;
            items: components["schemas"]["CountItem"][];
            meta: components["schemas"]["Meta_CountsParams"];
        };
        CountyMask: {
            agencies: number;
            county: string;
            masks: components["schemas"]["AgencyMask"][];
            monthly: number;
            says: string;
        };
        CoverageRun: {
            from: string;
            status: components["schemas"]["MonthKnown"];
            system?: string | null;
            to: string;
        };
        CriterionInfo: {
            definition: string;
            drawn: boolean;
            high?: number | null;
            id: components["schemas"]["CriterionName"];
            label: string;
            low?: number | null;
            unavailable?: string | null;
            weight: number;
        };
        /** @enum {string} */
        CriterionName: "burden" | "recency" | "persistence" | "trend" | "severity" | "residents" | "shift_hours" | "distance" | "equity";
        CriterionShare: {
            id: components["schemas"]["CriterionName"];
            share: number;
        };
        CriterionValue: {
            contribution: number;
            id: components["schemas"]["CriterionName"];
            value?: number | null;
        };
        DamagedScenario: {
            id: number;
            revision: number;
            why: string;
        };
        DamagedSiteItem: {
            id: string;
            revision: number;
            why: string;
        };
        DecisionAnswer: {
            again?: string;
            certainty: string;
            criteria: components["schemas"]["CriterionInfo"][];
            doubt?: string | null;
            drift?: string;
            finding: string;
            guard?: components["schemas"]["GuardItem"][] | null;
            guard_finding?: string | null;
            headline?: string;
            items: components["schemas"]["DecisionItem"][];
            meta: components["schemas"]["Meta_DecisionParams"];
            not_ranked: components["schemas"]["NotRankedItem"][];
            of_city?: components["schemas"]["CityShare"] | null;
            prices?: components["schemas"]["ShapePrice"][] | null;
            rules?: components["schemas"]["RuleItem"][] | null;
            sites: string[];
        };
        DecisionItem: {
            again?: string;
            by_measure?: components["schemas"]["RankByMeasure"] | null;
            count: number;
            criteria: components["schemas"]["CriterionValue"][];
            detectable: components["schemas"]["DetectableItem"];
            expected_fall: components["schemas"]["FallItem"];
            id: string;
            incidents?: number;
            name: string;
            next_year?: components["schemas"]["NextYear"] | null;
            of_city?: components["schemas"]["CityShare"] | null;
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
            ranks: string;
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
            measure: components["schemas"]["Measure"];
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
            design?: string;
            drift?: number | null;
            events_per_year?: number | null;
            sentence: string;
            smallest_fall?: number | null;
            smallest_year?: number | null;
            year_visible?: number | null;
        };
        /** @enum {string} */
        Direction: "more" | "fewer";
        DisplacementItem: {
            after: number;
            before: number;
            outcome: string;
            says: string;
            wdd: number;
            wdd_high: number;
            wdd_low: number;
            wdq?: number | null;
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
        DriftItem: {
            beyond_chance: boolean;
            chance_m: number;
            direction: string;
            meters: number;
            p: number;
        };
        EarlierVerdict: {
            reached?: components["schemas"]["ReachedItem"] | null;
            reason: string;
            reasons: components["schemas"]["SiteReason"][];
            says: string;
            schedule?: components["schemas"]["ScheduleSince"] | null;
            since?: components["schemas"]["ReachedItem"] | null;
            to: string;
            verdict: components["schemas"]["SiteVerdict"];
        };
        /** @enum {string} */
        Edge: "none" | "uniform" | "diggle";
        EngineSettings: {
            bandwidth_m: number;
            burst: number;
            half_life_months: number;
            kernel: components["schemas"]["KernelForm"];
            predictors: string[];
            prior_months: number;
        };
        /** @enum {string} */
        EstimateMethod: "before_after" | "difference_in_differences" | "matched" | "synthetic_control" | "augmented_synthetic_control";
        EvaluateAnswer: {
            bridged?: components["schemas"]["BridgedItem"][];
            claims: components["schemas"]["ClaimItem"][];
            displacement: components["schemas"]["DisplacementItem"][];
            finding: string;
            headline: string;
            meta: components["schemas"]["EvaluateMeta"];
            notes: string[];
            plain: components["schemas"]["PlainItem"][];
            specs: components["schemas"]["SpecItem"][];
            summary?: components["schemas"]["SpecSummary"] | null;
        };
        EvaluateMeta: {
            dataset: string;
            params: components["schemas"]["EvaluateParams"];
            program: string;
            seed: number;
            source: string;
            unit_label: string;
            warnings: string[];
        };
        EvaluateParams: {
            bridge?: string | null;
            offense: string[];
            placebos: number;
            seed: number;
            site?: string | null;
        };
        ExpectedInfo: {
            burst: number;
            half_life_months: number;
            predictors: components["schemas"]["PredictorInfo"][];
        };
        /** @enum {string} */
        Exposure: "area" | "residents";
        /** @enum {string} */
        Extent: "own" | "figures" | "full";
        FactsItem: {
            budget_dollars?: number | null;
            from: string;
            providers: string[];
            shift?: string | null;
            source?: string | null;
            staff?: number | null;
        };
        FallItem: {
            expected?: number | null;
            observed?: number | null;
            sentence: string;
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
        /** @enum {string} */
        Finest: "city-year" | "area" | "cell";
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
        HeldOutItem: {
            from: string;
            high: number;
            low: number;
            ratio: number;
            reached: components["schemas"]["ReachedItem"];
            to: string;
        };
        IncidentChangeItem: {
            direction: components["schemas"]["Direction"];
            n: number;
        };
        /** @enum {string} */
        KernelForm: "quartic" | "epanechnikov" | "gaussian";
        /** @enum {string} */
        KnownMonth: "reported" | "late" | "suspect" | "missing";
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
        LimitParams: {
            apart_m?: number | null;
            budget_usd?: number | null;
            exclude?: string[];
            least_residents?: number | null;
            outline?: number | null;
            spacing_m?: number | null;
            staff?: number | null;
        };
        LimitsInfo: {
            apart_m?: number | null;
            budget_usd?: number | null;
            effort: number;
            exclude: string[];
            least_residents?: number | null;
            outline?: number | null;
            spacing_m?: number | null;
            staff?: number | null;
        };
        LocateAnswer: {
            bound: number;
            finding: string[];
            gap: number;
            mean_m?: number | null;
            method: string;
            model: components["schemas"]["LocateModel"];
            objective: number;
            parts: number;
            program: string;
            proven: boolean;
            radius_m?: number | null;
            served: components["schemas"]["LocatedSite"][];
            sites: string[];
            uncovered?: number | null;
            unit: string;
            weight: number;
            work: number;
        };
        Located: {
            located: number;
            offense: string;
            rows: number;
            share: number;
            warns: boolean;
            year: number;
        };
        LocatedSite: {
            candidate: number;
            id: string;
            mean_m?: number | null;
            points: number;
            weight: number;
        };
        /** @enum {string} */
        LocateModel: "mclp" | "p-median";
        /** @enum {string} */
        Measure: "count" | "per_resident" | "per_km2";
        Meta_AreaParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                area: components["schemas"]["AreaBasis"];
                bridge?: string | null;
                id: string;
                k: number;
                measure: components["schemas"]["Measure"];
                seed: number;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_BacktestParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                areas_km2: number[];
                bandwidth_m: number;
                burst: number;
                half_life: number;
                k: number;
                limit_draws: number;
                outline?: number | null;
                prior: number;
                resolution: number;
                seed: number;
                shape?: components["schemas"]["Shape"];
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_CatchmentParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                area_km2: number;
                basis: components["schemas"]["Objective"];
                id: string;
                k: number;
                measure: components["schemas"]["Measure"];
                seed: number;
                shape?: components["schemas"]["Shape"];
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_CellsParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                alpha: number;
                exposure?: components["schemas"]["Exposure"];
                resolution: number;
                ring: number;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_ChanceParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & components["schemas"]["LimitParams"] & {
                area_km2: number;
                basis: components["schemas"]["Objective"];
                draws: number;
                effort: number;
                k: number;
                seed: number;
                shape?: components["schemas"]["Shape"];
                weighing?: components["schemas"]["Steered"] | null;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_CheckParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                permutations: number;
                quarters: number;
                seed: number;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_ClustersParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                alpha?: number | null;
                clusters: components["schemas"]["ClusterParams"];
                resolution: number;
                seed: number;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_ConcentrationParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                resolution: number;
                seed: number;
                stability: components["schemas"]["StabilityParams"];
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_CountsParams: {
            dataset: string;
            params: {
                area?: components["schemas"]["AreaBasis"] | null;
                by: components["schemas"]["CountKey"];
                from: string;
                offense: string[];
                resolution?: number | null;
                time: components["schemas"]["TimeBasis"];
                to: string;
                unit: components["schemas"]["Unit"];
                withheld?: string[];
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_DecisionParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                area?: components["schemas"]["AreaBasis"] | null;
                area_km2?: number | null;
                basis?: components["schemas"]["Objective"] | null;
                concentration: string;
                criteria: {
                    [key: string]: number;
                };
                half_life_months: number;
                k: number;
                measure: components["schemas"]["Measure"];
                of: components["schemas"]["Of"];
                parts?: components["schemas"]["Part"][];
                seed: number;
                shape?: components["schemas"]["Shape"];
                sites: string;
                top?: number | null;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_OptimizeParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & components["schemas"]["LimitParams"] & {
                area_km2: number;
                basis: components["schemas"]["Objective"];
                effort: number;
                hours_a_day: number;
                k: number;
                parts?: components["schemas"]["ChoicePart"][];
                seed: number;
                shape?: components["schemas"]["Shape"];
                weighing?: components["schemas"]["Steered"] | null;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_RankingsParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                area?: components["schemas"]["AreaBasis"] | null;
                area_km2?: number | null;
                basis?: components["schemas"]["Objective"] | null;
                k: number;
                measure: components["schemas"]["Measure"];
                of: components["schemas"]["Of"];
                seed: number;
                shape?: components["schemas"]["Shape"];
                top?: number | null;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_RecentParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                area: components["schemas"]["AreaBasis"];
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_RouteParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                hours: number;
                seed: number;
                shift?: components["schemas"]["WalkShift"] | null;
                site: string;
                start?: string | null;
                streets: string;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_ScoreParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                basis: components["schemas"]["Objective"];
                drawn: components["schemas"]["DrawnArea"];
                extent?: components["schemas"]["Extent"];
                measure: components["schemas"]["Measure"];
                seed: number;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        Meta_SurfaceParams: {
            dataset: string;
            params: components["schemas"]["Counted"] & {
                bandwidth_m: number;
                edge: components["schemas"]["Edge"];
                kernel: components["schemas"]["KernelForm"];
                pixel_m: number;
            };
            program: string;
            register?: string | null;
            seed?: number | null;
            source: string;
            unit: components["schemas"]["Unit"];
            unit_label: string;
            warnings: string[];
            window: components["schemas"]["WindowMeta"];
            withheld: string[];
        };
        MonthCount: {
            count?: number | null;
            month: string;
            status: components["schemas"]["MonthKnown"];
            system?: string | null;
        };
        MonthItem: {
            count?: number | null;
            month: string;
            offense: string;
            status: components["schemas"]["MonthKnown"];
        };
        /** @enum {string} */
        MonthKnown: "incidents" | "area-counts" | "missing";
        MonthsSaid: {
            from: string;
            text: string;
            to?: string | null;
        };
        NearRepeat: {
            days: number;
            distance_m: number;
            expected: number;
            p: number;
            pairs: number;
            ratio?: number | null;
        };
        NeighborhoodItem: {
            count?: number | null;
            kind?: components["schemas"]["AreaKind"] | null;
            neighborhood: string;
            neighborhood_id: string;
            offense: string;
        };
        NewSite: {
            id: string;
            site: components["schemas"]["SiteChange"];
        };
        NextSiteItem: {
            area_km2: number;
            cells: string[];
            held_out?: components["schemas"]["ReachedItem"] | null;
            name: string;
            says: string;
        };
        NextYear: {
            p_top: number;
            rank_high: number;
            rank_low: number;
            sentence: string;
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
        /** @enum {string} */
        Objective: "counted" | "expected";
        /** @enum {string} */
        Of: "neighborhoods" | "catchments";
        OffenseCount: {
            count: number;
            id: string;
            label: string;
        };
        OffenseInfo: {
            default: boolean;
            finest: components["schemas"]["Finest"];
            id: string;
            label: string;
            reported_by: components["schemas"]["ReportedBy"];
            weight: number;
        };
        OptimizeAnswer: {
            basis: components["schemas"]["Objective"];
            bound: number;
            budget?: components["schemas"]["BudgetInfo"] | null;
            catchments: components["schemas"]["ChosenCatchment"][];
            chosen_by: string;
            cost?: components["schemas"]["CostInfo"] | null;
            expected?: components["schemas"]["ExpectedInfo"] | null;
            finding: string;
            frontier: components["schemas"]["FrontierPoint"][];
            gap: number;
            harm: number;
            limits: components["schemas"]["LimitsInfo"];
            meta: components["schemas"]["Meta_OptimizeParams"];
            notes: string[];
            of_city?: components["schemas"]["CityShare"] | null;
            prices?: components["schemas"]["ShapePrice"][] | null;
            reach?: components["schemas"]["CityReach"] | null;
            shapes: string;
            to_expect?: components["schemas"]["ToExpect"] | null;
            usable_harm: number;
            walk: components["schemas"]["WalkInfo"];
            weighed?: components["schemas"]["WeighedInfo"] | null;
        };
        OtherShift: {
            adds: number;
            high: number;
            low: number;
            p: number;
            schedule: components["schemas"]["ScheduleItem"];
        };
        OutlineItem: {
            areas: string[];
            from: string;
            outline: Record<string, never>;
            shape: string;
            source: string;
            to?: string | null;
        };
        PairedMean: {
            above: number;
            high?: number | null;
            low?: number | null;
            mean: number;
            verdict: components["schemas"]["Verdict"];
            years: number;
        };
        ParameterDifference: {
            a: unknown;
            b: unknown;
            parameter: string;
        };
        /** @enum {string} */
        Part: "by_measure" | "guard" | "rules" | "prices";
        PeriodChoice: {
            from: string;
            name: string;
            note?: string | null;
            to: string;
        };
        /** @enum {string} */
        Periods: "halves" | "years" | "none";
        PlaceFall: {
            after: number;
            before: number;
            id: string;
            name: string;
        };
        PlaceInFull: {
            area: components["schemas"]["AreaInfo"];
            count: number;
            hours: number[][];
            hours_unknown: number;
            incidents?: number;
            offenses: components["schemas"]["OffenseCount"][];
            per_1000?: number | null;
            per_km2?: number | null;
            posterior?: components["schemas"]["Posterior"] | null;
            rank: components["schemas"]["RankByMeasure"];
            series: components["schemas"]["MonthCount"][];
            shift_share?: number | null;
            then_now?: components["schemas"]["ThenNow"] | null;
            why: string[];
        };
        /** @enum {string} */
        PlaceKind: "neighborhood" | "park" | "catchment";
        /** @enum {string} */
        PlacesOf: "neighborhoods" | "catchments" | "chosen";
        PlaceValue: {
            area: string;
            cell?: string | null;
            value: number;
        };
        PlainItem: {
            after: number;
            after_count: number;
            before: number;
            before_count: number;
            city_after: number;
            city_before: number;
            fell_more: number;
            outcome: string;
            places: components["schemas"]["PlaceFall"][];
            record_year: boolean;
            says: string;
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
        /** @enum {string} */
        PricedShape: "walkable" | "bounded" | "free";
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
        /** @enum {string} */
        Quadrant: "HH" | "LL" | "HL" | "LH";
        QuadrantItem: {
            cells: number;
            count: number;
            name: string;
            quadrant: components["schemas"]["Quadrant"];
            says: string;
        };
        QuarterItem: {
            incidents: number;
            open: boolean;
            reached: components["schemas"]["ReachedItem"];
            to: string;
        };
        RankByMeasure: {
            count?: components["schemas"]["RankSpan"] | null;
            per_km2?: components["schemas"]["RankSpan"] | null;
            per_resident?: components["schemas"]["RankSpan"] | null;
        };
        RankingsAnswer: {
            as_drawn?: string | null;
            city: components["schemas"]["Totals"];
            drift?: string;
            finding: string;
            intervals: string;
            items: components["schemas"]["RankItem"][];
            legend: components["schemas"]["LegendItem"][];
            meta: components["schemas"]["Meta_RankingsParams"];
            not_ranked: components["schemas"]["NotRankedItem"][];
            search?: components["schemas"]["SearchSummary"] | null;
        };
        RankItem: {
            area_km2: number;
            count: number;
            counted_score?: number | null;
            eb_rate?: number | null;
            id: string;
            incidents?: number;
            kind: components["schemas"]["PlaceKind"];
            name: string;
            next_year?: components["schemas"]["NextYear"] | null;
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
        ReachedItem: {
            high: number;
            low: number;
            share: number;
        };
        RecentAnswer: {
            finding: string;
            items: components["schemas"]["RecentItem"][];
            last_28_days: components["schemas"]["RecentStretch"];
            meta: components["schemas"]["Meta_RecentParams"];
            places_year_to_date?: components["schemas"]["RecentStretch"] | null;
            says: string[];
            through: string;
            year_to_date: components["schemas"]["RecentStretch"];
        };
        RecentBeside: {
            change?: number | null;
            high: number;
            incidents: number;
            incidents_then: number;
            low: number;
            offenses: number;
            offenses_then: number;
            sentence: string;
            verdict: components["schemas"]["RecentVerdict"];
        };
        RecentItem: {
            id: string;
            kind: components["schemas"]["RecentKind"];
            last_28_days?: components["schemas"]["RecentBeside"] | null;
            name: string;
            not_told?: string | null;
            year_to_date?: components["schemas"]["RecentBeside"] | null;
        };
        /** @enum {string} */
        RecentKind: "city" | "neighborhood" | "park" | "site";
        RecentStretch: {
            days: number;
            from: string;
            not_compared?: string | null;
            then_days: number;
            then_from: string;
            then_to: string;
            to: string;
        };
        /** @enum {string} */
        RecentVerdict: "fewer" | "more" | "chance" | "few";
        RegisterAnswer: {
            begun: boolean;
            blake3?: string | null;
            damaged: components["schemas"]["DamagedSiteItem"][];
            sites: components["schemas"]["RegisteredSite"][];
        };
        RegisteredSite: {
            blake3?: string | null;
            city_file_says?: string | null;
            documents: string[];
            facts: components["schemas"]["FactsItem"][];
            id: string;
            name: string;
            outlines: components["schemas"]["OutlineItem"][];
            revision?: number | null;
            saved?: string | null;
            why?: string | null;
        };
        /** @enum {string} */
        ReportedBy: "victim" | "police";
        RouteAnswer: {
            finding: string;
            harm: components["schemas"]["RouteHarm"];
            headline: string;
            limits: string[];
            meta: components["schemas"]["Meta_RouteParams"];
            meters: number;
            minutes: number;
            notes: string[];
            shift?: components["schemas"]["RouteShift"] | null;
            site: string;
            speed_km_h: number;
            stand_in: boolean;
            start: string;
            start_at: number[];
            streets: components["schemas"]["RouteStreets"];
            stretches: components["schemas"]["RouteStretch"][];
        };
        RouteHarm: {
            bound: number;
            incidents: number;
            of_bound: number;
            off_streets: number;
            share: number;
        };
        RouteShift: {
            known: number;
            met: components["schemas"]["ReachedItem"];
            says: string;
            shift: components["schemas"]["WalkShift"];
            text: string;
        };
        RouteStreets: {
            again_meters: number;
            credits: string[];
            meters: number;
            passed_meters: number;
        };
        RouteStretch: {
            again: boolean;
            from: string;
            heading: string;
            meters: number;
            path: number[][];
            says: string;
            street: string;
            to: string;
            turn: components["schemas"]["RouteTurn"];
        };
        /** @enum {string} */
        RouteTurn: "begin" | "straight" | "left" | "right" | "back";
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
        Running: {
            done: number;
            note: string;
            state: string;
            total: number;
        };
        ScanItem: {
            cells: string[];
            cluster: number;
            count: number;
            expected: number;
            from: string;
            llr: number;
            offenses?: number | null;
            p: number;
            relative_risk?: number | null;
            says: string;
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
            asked?: components["schemas"]["Asked"] | null;
            drawn?: components["schemas"]["DrawnBody"][];
            name: string;
            note?: string;
            picked?: string[];
            question?: Record<string, never>;
            view?: string | null;
        };
        ScenarioList: {
            damaged: components["schemas"]["DamagedScenario"][];
            scenarios: components["schemas"]["ScenarioAnswer"][];
        };
        ScheduleItem: {
            from_hour: number;
            text: string;
            to_hour: number;
            weekdays: number[];
        };
        ScheduleSince: {
            adds: number;
            high: number;
            known: number;
            low: number;
            text: string;
        };
        ScoreAnswer: {
            best?: components["schemas"]["ScoredArea"] | null;
            compact: boolean;
            connected: boolean;
            drawn: components["schemas"]["ScoredArea"];
            finding: string;
            meta: components["schemas"]["Meta_ScoreParams"];
            notes: string[];
            outline_m: number;
            outside: number;
            pieces: number;
            place?: components["schemas"]["PlaceInFull"] | null;
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
        /** @enum {string} */
        Shape: "walkable" | "free";
        ShapePrice: {
            asked: boolean;
            bound: number;
            gap: number;
            harm: number;
            more: number;
            of_city?: components["schemas"]["CityShare"] | null;
            outline?: number | null;
            sentence: string;
            shape: components["schemas"]["PricedShape"];
        };
        SharedPlace: {
            a: components["schemas"]["ComparedPlace"];
            b: components["schemas"]["ComparedPlace"];
            overlap: number;
        };
        ShiftChecked: {
            best: components["schemas"]["ScheduleItem"];
            best_met: number;
            known: number;
            met: components["schemas"]["ReachedItem"];
            other?: components["schemas"]["OtherShift"] | null;
            today: components["schemas"]["ScheduleItem"];
        };
        ShiftInfo: {
            from_hour: number;
            source: string;
            to_hour: number;
            weekdays: number[];
        };
        SignedIn: {
            name?: string | null;
            role?: string | null;
            sign_out?: string | null;
        };
        SiteChange: {
            /** @default [] */
            areas: string[];
            /** @default null */
            budget_dollars: number | null;
            /** @default null */
            documents: string[] | null;
            /** @default null */
            from: string | null;
            /** @default null */
            name: string | null;
            outline?: Record<string, never> | null;
            /** @default null */
            providers: string[] | null;
            run_by_city_file?: boolean;
            /** @default null */
            shift: string | null;
            /** @default null */
            source: string | null;
            /** @default null */
            staff: number | null;
            stand_in?: boolean;
            /** @default null */
            to: string | null;
            why?: string;
        };
        SiteChecked: {
            area_km2: number;
            best?: components["schemas"]["BestGroundItem"] | null;
            boundary?: components["schemas"]["BoundaryItem"] | null;
            change?: components["schemas"]["ChangedItem"] | null;
            drift?: components["schemas"]["DriftItem"] | null;
            earlier?: components["schemas"]["EarlierVerdict"] | null;
            from?: string | null;
            id: string;
            incidents: number;
            name: string;
            quarters: components["schemas"]["QuarterItem"][];
            reached?: components["schemas"]["ReachedItem"] | null;
            reason: string;
            reasons: components["schemas"]["SiteReason"][];
            run_by?: string | null;
            says: components["schemas"]["SiteSays"];
            shift?: components["schemas"]["ShiftChecked"] | null;
            stand_in: boolean;
            then_now?: components["schemas"]["ThenNowItem"] | null;
            verdict?: components["schemas"]["SiteVerdict"] | null;
            year_before?: components["schemas"]["ReachedItem"] | null;
        };
        SiteHistory: {
            damaged: components["schemas"]["DamagedSiteItem"][];
            revisions: components["schemas"]["RegisteredSite"][];
        };
        SiteInfo: {
            area_ids: string[];
            from: string;
            id: string;
            name: string;
            note: string;
            run_by?: string | null;
            shape: components["schemas"]["SiteShape"];
            to?: string | null;
        };
        /** @enum {string} */
        SiteReason: "few_events" | "few_months" | "schedule" | "boundary" | "drift" | "share_rose" | "share_fell" | "far_from_best";
        SiteSays: {
            boundary?: string[];
            change?: string | null;
            drift?: string | null;
            reach: string[];
            shift: string[];
            then_now?: string | null;
        };
        /** @enum {string} */
        SiteShape: "published" | "stand-in";
        /** @enum {string} */
        SiteVerdict: "stay" | "adjust" | "look_again" | "too_little_data";
        Span: {
            from: string;
            to: string;
        };
        SpecItem: {
            after: number;
            after_count: number;
            before_count: number;
            before_from: number;
            before_to: number;
            boundary: string;
            crosses_break: boolean;
            method: components["schemas"]["EstimateMethod"];
            outcome: string;
            p?: number | null;
            placebo_high?: number | null;
            placebo_low?: number | null;
            ratio: number;
            record_year: boolean;
        };
        SpecSummary: {
            beyond_placebos: number;
            estimates: number;
            fall_of_20_told?: number | null;
            falls_beyond: number;
            greatest: number;
            least: number;
            median: number;
            p?: number | null;
            rises_beyond: number;
        };
        /** @enum {string} */
        Spot: "hot" | "cold";
        StabilityItem: {
            first_count: number;
            first_from: string;
            first_to: string;
            if_unchanged: components["schemas"]["NullFigure"];
            if_unrelated: number;
            jaccard: number;
            s_index: number;
            s_index_nonzero?: number | null;
            says: string;
            second_count: number;
            second_from: string;
            second_to: string;
            than_chance: components["schemas"]["Against"];
            top_cells: number;
        };
        StabilityParams: {
            periods: components["schemas"]["Periods"];
            simulations: number;
            top_share?: number | null;
        };
        StableCatchment: {
            area_km2: number;
            id: string;
            mostly: number;
            name: string;
            sentence: string;
            share: number;
            standard_error: number;
        };
        StatedStart: {
            from: string;
            name: string;
            source: string;
            taken: boolean;
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
            periods: components["schemas"]["PeriodChoice"][];
            program: string;
            region?: boolean;
            rows: components["schemas"]["Accounted"];
            shift?: components["schemas"]["ShiftInfo"] | null;
            sites: components["schemas"]["SiteInfo"][];
            span?: components["schemas"]["Span"] | null;
            through?: string | null;
            warnings: string[];
        };
        Steered: {
            criteria: {
                [key: string]: number;
            };
            half_life_months: number;
            sites: string;
        };
        StepItem: {
            from: string;
            to: string;
        };
        StreetAdded: {
            meters: number;
            name: string;
        };
        SurfaceAnswer: {
            edge: components["schemas"]["Edge"];
            finding?: string | null;
            grid: components["schemas"]["GridInfo"];
            least_inside?: number | null;
            left_out: number;
            legend: components["schemas"]["LegendItem"][];
            max?: number | null;
            mean?: number | null;
            mean_inside?: number | null;
            meta: components["schemas"]["Meta_SurfaceParams"];
            notes: string[];
            peak?: components["schemas"]["PlaceValue"] | null;
            unit: string;
        };
        TargetAnswer: {
            baseline?: number | null;
            baseline_from: string;
            baseline_to: string;
            compared: string[];
            counties: components["schemas"]["CountyMask"][];
            dispersion?: number | null;
            end: string;
            finding: string;
            headline: string;
            meta: components["schemas"]["TargetMeta"];
            offenses: string[];
            pace?: string | null;
            pace_needed?: number | null;
            points: components["schemas"]["TargetPoint"][];
            reduction: number;
            region: string;
            starts: components["schemas"]["StatedStart"][];
        };
        TargetMeta: {
            dataset: string;
            params: components["schemas"]["TargetParams"];
            program: string;
            source: string;
            unit_label: string;
            warnings: string[];
        };
        TargetParams: {
            start: string;
            to: string;
        };
        TargetPoint: {
            chance_high: number;
            chance_low: number;
            count?: number | null;
            late: boolean;
            month: string;
            on_pace: number;
            ratio?: number | null;
        };
        TestReach: {
            cells: number;
            cold: boolean;
            expected: number;
            hot_from?: number | null;
            incidents: number;
            says: string[];
        };
        ThenNow: {
            across?: components["schemas"]["AcrossBreak"] | null;
            finding: string;
            sentence: string;
            years?: components["schemas"]["YearsCompared"] | null;
        };
        ThenNowItem: {
            before: number;
            now: number;
            ratio?: components["schemas"]["ChangeRatio"] | null;
            rest?: components["schemas"]["ChangeRatio"] | null;
            rest_before: number;
            rest_now: number;
        };
        TileJson: {
            attribution: string;
            bounds: number[];
            catchment_legend: components["schemas"]["LegendItem"][];
            center: number[];
            description: string;
            legend: string;
            maxzoom: number;
            minzoom: number;
            name: string;
            scheme: string;
            tilejson: string;
            tiles: string[];
            tileSize?: number | null;
            vector_layers: components["schemas"]["VectorLayer"][];
        };
        /** @enum {string} */
        TimeBasis: "reported" | "occurred";
        ToExpect: {
            expected: number;
            high: number;
            low: number;
            said: number;
            sentence: string;
            years?: number | null;
        };
        Totals: {
            count: number;
            per_1000?: number | null;
            per_km2?: number | null;
        };
        /** @enum {string} */
        TrendOf: "up" | "level" | "down";
        /** @enum {string} */
        Unit: "net" | "incident";
        VectorLayer: {
            description: string;
            fields: {
                [key: string]: string;
            };
            id: string;
            maxzoom: number;
            minzoom: number;
        };
        /** @enum {string} */
        Verdict: "ahead" | "behind" | "open";
        WalkInfo: {
            area_km2: number;
            hours_a_day: number;
            interrupters: number;
            speed_km_h: number;
            street_km: number;
        };
        WalkShift: {
            from_hour: number;
            to_hour: number;
            weekdays: number[];
        };
        /** @enum {string} */
        Way: "engine" | "greedy" | "greedy-data" | "greedy-surface" | "neighborhoods" | "hottest-cells" | "kde-peaks" | "gi-cells" | "engine-cells" | "random" | "oracle";
        WeighedCriterion: {
            id: components["schemas"]["CriterionName"];
            label: string;
            share?: number | null;
            weight: number;
        };
        WeighedInfo: {
            ranking: components["schemas"]["WeighedCriterion"][];
            sentence: string;
            steering: components["schemas"]["WeighedCriterion"][];
        };
        WeightChangeItem: {
            criterion: components["schemas"]["CriterionName"];
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
        WithoutYear: {
            capture_ratio: number;
            engine_less?: components["schemas"]["PairedMean"] | null;
            year: number;
        };
        YearItem: {
            count?: number | null;
            covered_months: number;
            offense: string;
            status: components["schemas"]["YearKnown"];
            year: number;
        };
        /** @enum {string} */
        YearKnown: "complete" | "partial" | "missing";
        YearsCompared: {
            beside_rest?: components["schemas"]["Changed"] | null;
            city: components["schemas"]["Changed"];
            here: components["schemas"]["Changed"];
            now_from: string;
            now_to: string;
            then_from: string;
            then_to: string;
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

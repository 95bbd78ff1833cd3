package dev.retrain.drift.detect;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.stat.MissingRateTest;
import dev.retrain.drift.stat.Statistic;

/**
 * What was measured of one feature in one window, before any policy judged it.
 *
 * @param name the column
 * @param kind numeric or categorical
 * @param role what the column is for: a feature, the prediction or the target
 * @param distribution what was measured of its values
 * @param missing the test whether values go missing more or less often
 * @param significance the p-values a verdict rests on
 */
public record FeatureMeasures(
    String name,
    ColumnKind kind,
    ColumnRole role,
    Distribution distribution,
    Statistic<MissingRateTest> missing,
    Significance significance) {}

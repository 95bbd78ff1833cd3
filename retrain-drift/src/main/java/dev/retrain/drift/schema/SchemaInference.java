package dev.retrain.drift.schema;

import static java.math.RoundingMode.CEILING;
import static java.math.RoundingMode.FLOOR;

import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.profile.ColumnProfile;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.SensitiveProfile;
import dev.retrain.drift.profile.TimestampProfile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Proposes a schema that the profiled data meet, and that another sample of them meets as well. */
final class SchemaInference {
  private static final int LARGEST_DOMAIN = 100;

  private SchemaInference() {}

  static Schema of(Profile profile) {
    List<ColumnSchema> columns = new ArrayList<>();
    profile.columns().forEach((name, column) -> columns.add(column(name, column, profile.roles())));
    return new Schema(columns);
  }

  private static ColumnSchema column(String name, ColumnProfile profile, Roles roles) {
    ColumnSchema plain =
        ColumnSchema.of(name, profile.kind())
            .required(true)
            .role(roles.role(name))
            .sensitive(roles.isSensitive(name))
            .maxMissingRate(allowed(profile));
    return profile.accept(
        new ColumnProfile.Visitor<ColumnSchema>() {
          @Override
          public ColumnSchema numeric(NumericProfile numeric) {
            boolean finite = numeric.finite() == numeric.present();
            return range(plain.finite(finite), numeric);
          }

          @Override
          public ColumnSchema categorical(CategoricalProfile categories) {
            return isClosed(plain, categories)
                ? plain.domain(List.copyOf(categories.counts().keySet()))
                : plain;
          }

          @Override
          public ColumnSchema timestamp(TimestampProfile timestamps) {
            return plain;
          }

          @Override
          public ColumnSchema sensitive(SensitiveProfile sensitive) {
            return sensitive.suppressed() ? plain.maxMissingRate(1) : plain;
          }
        });
  }

  /**
   * Returns the observed rate and three standard errors, with three cells on top for what a rate of
   * zero leaves open (the rule of three); rounded up to a ten-thousandth.
   */
  private static double allowed(ColumnProfile profile) {
    if (profile.rows() == 0) {
      return 1;
    }
    double rate = profile.missingRate();
    double error = Math.sqrt(rate * (1 - rate) / profile.rows());
    double bound = rate + 3 * error + 3.0 / profile.rows();
    return Math.min(1, Math.ceil(bound * 10_000) / 10_000);
  }

  /**
   * Half the observed span is left free on both sides, without crossing zero: a range finds wrong
   * units and sentinels; whether a distribution moved is for drift to say. The ends are rounded
   * outwards to about a hundredth of the span.
   */
  private static ColumnSchema range(ColumnSchema column, NumericProfile profile) {
    if (profile.finite() == 0 || column.role() == ColumnRole.ID) {
      return column;
    }
    double min = profile.min().getAsDouble();
    double max = profile.max().getAsDouble();
    double margin = max / 2 - min / 2;
    double low = Math.max(min - margin, min >= 0 ? 0 : -Double.MAX_VALUE);
    double high = Math.min(max + margin, max <= 0 ? 0 : Double.MAX_VALUE);
    int digits = 2 - (int) Math.floor(Math.log10(margin));
    return column.range(rounded(low, digits, FLOOR), rounded(high, digits, CEILING));
  }

  /** Returns an end that people can read, no further in; one beyond all decimals stays as it is. */
  private static double rounded(double end, int digits, RoundingMode outwards) {
    boolean readable = Math.abs(digits) < 30;
    return readable ? BigDecimal.valueOf(end).setScale(digits, outwards).doubleValue() : end;
  }

  private static boolean isClosed(ColumnSchema column, CategoricalProfile categories) {
    return column.kind() == dev.retrain.drift.data.ColumnKind.CATEGORICAL
        && column.role() != ColumnRole.ID
        && categories.isComplete()
        && categories.distinct() > 0
        && categories.distinct() <= LARGEST_DOMAIN
        && 2 * categories.distinct() <= categories.present();
  }
}

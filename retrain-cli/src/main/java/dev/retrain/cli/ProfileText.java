package dev.retrain.cli;

import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.profile.CategoryCount;
import dev.retrain.drift.profile.ColumnProfile;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.SensitiveProfile;
import dev.retrain.drift.profile.TimestampProfile;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A profile for people: a line per column. */
final class ProfileText implements ColumnProfile.Visitor<String> {

  private static final int SHOWN_CATEGORIES = 5;

  private ProfileText() {}

  static void print(Profile profile, PrintWriter out) {
    out.println(profile.rows() + " rows, " + profile.columns().size() + " columns");
    TextTable table = new TextTable("COLUMN", "KIND", "MISSING", "VALUES");
    ProfileText values = new ProfileText();
    profile
        .columns()
        .forEach(
            (name, column) ->
                table.row(
                    name,
                    column.kind().label(),
                    String.format(Locale.ROOT, "%.2f %%", 100 * column.missingRate()),
                    column.accept(values)));
    table.print(out);
  }

  @Override
  public String numeric(NumericProfile column) {
    if (column.finite() == 0) {
      return "no finite value";
    }
    return "min "
        + number(column.min())
        + ", median "
        + number(OptionalDouble.of(column.quantiles().quantile(0.5)))
        + ", max "
        + number(column.max())
        + ", mean "
        + number(column.mean())
        + ", sd "
        + number(column.sd())
        + ", about "
        + column.distinct()
        + " distinct"
        + odd(column);
  }

  /** What a mean does not show: NaN and infinities. */
  private static String odd(NumericProfile column) {
    long infinite = column.present() - column.nan() - column.finite();
    return (column.nan() > 0 ? ", " + column.nan() + " NaN" : "")
        + (infinite > 0 ? ", " + infinite + " infinite" : "");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "-";
  }

  /** Six digits, and none that says nothing. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal six = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    boolean readable = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9);
    return readable ? six.toPlainString() : six.toString();
  }

  @Override
  public String categorical(CategoricalProfile column) {
    return (column.isComplete() ? "" : "about ")
        + column.distinct()
        + " distinct, most often "
        + column.top(SHOWN_CATEGORIES).stream()
            .map(top -> share(top, column.present()))
            .collect(Collectors.joining(", "));
  }

  private static String share(CategoryCount top, long present) {
    return String.format(Locale.ROOT, "%s %.1f %%", top.category(), 100.0 * top.count() / present);
  }

  @Override
  public String timestamp(TimestampProfile column) {
    return column
        .earliest()
        .map(first -> first + " to " + column.latest().orElse(first))
        .orElse("-");
  }

  @Override
  public String sensitive(SensitiveProfile column) {
    return "withheld";
  }
}

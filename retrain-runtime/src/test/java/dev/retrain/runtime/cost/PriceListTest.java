package dev.retrain.runtime.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class PriceListTest {

  private static final String PRICES =
      """
      retrain: prices/v1
      currency: EUR
      about: our contract
      prices:
        - {backend: sagemaker, machine: ml.m5.xlarge, from: 2026-01-01, perHour: 0.23, spotPerHour: 0.07}
        - {backend: sagemaker, machine: ml.m5.xlarge, from: 2026-07-01, perHour: 0.25}
        - {backend: sagemaker, machine: "ml.m5.*", from: 2026-01-01, perHour: 9}
        - {backend: sagemaker, machine: "*", from: 2026-01-01, perHour: 99.99}
      """;

  private static PriceList prices() {
    return PriceList.fromNode(Documents.parse(PRICES, "prices"));
  }

  private static String price(String machine, boolean spot, String at) {
    return prices()
        .perHour("sagemaker", new StepMachines(machine, 1, spot), Instant.parse(at))
        .map(Money::toString)
        .orElse("none");
  }

  @Test
  void thePriceValidAtTheTimeCounts() {
    assertThat(price("ml.m5.xlarge", false, "2026-06-30T23:59:59Z")).isEqualTo("0.2300 EUR");
    assertThat(price("ml.m5.xlarge", false, "2026-07-01T00:00:00Z")).isEqualTo("0.2500 EUR");
    assertThat(price("ml.m5.xlarge", false, "2025-12-31T23:59:59Z")).isEqualTo("none");
  }

  @Test
  void aMachineThatMayBeTakenAwayHasItsOwnPriceOrTheFullOne() {
    assertThat(price("ml.m5.xlarge", true, "2026-06-30T00:00:00Z")).isEqualTo("0.0700 EUR");
    assertThat(price("ml.m5.xlarge", true, "2026-07-01T00:00:00Z")).isEqualTo("0.2500 EUR");
  }

  @Test
  void theNameThatFitsBestCounts() {
    assertThat(price("ml.m5.large", false, "2026-08-01T00:00:00Z")).isEqualTo("9.00 EUR");
    assertThat(price("ml.g5.large", false, "2026-08-01T00:00:00Z")).isEqualTo("99.99 EUR");
    assertThat(price("mlxm5.large", false, "2026-08-01T00:00:00Z")).isEqualTo("99.99 EUR");
    assertThat(
            prices()
                .perHour(
                    "vertex",
                    new StepMachines("ml.m5.xlarge", 1, false),
                    Instant.parse("2026-08-01T00:00:00Z")))
        .isEmpty();
  }

  @Test
  void survivesItsDocument() {
    assertThat(PriceList.fromNode(prices().toNode())).isEqualTo(prices());
    assertThat(prices().about()).contains("our contract");
  }

  @Test
  void everyMistakeIsNamedAtItsLine() throws Exception {
    Path file = Files.createTempFile("prices", ".yaml");
    Files.writeString(
        file,
        """
        retrain: prices/v2
        currency: EURO
        prices:
          - {backend: a, machine: b, from: soon, perHour: 1}
          - {backend: a, machine: b, from: 2026-01-01, perHour: -1}
          - {backend: a, machine: b, from: 2026-01-01, perHours: 1}
        """);

    assertThatThrownBy(() -> PriceList.read(file))
        .hasMessageContaining("prices/v1, not 'prices/v2'")
        .hasMessageContaining("'EURO' is no currency")
        .hasMessageContaining(":4:")
        .hasMessageContaining("'soon' is no day")
        .hasMessageContaining("a number of 0 or more, found -1")
        .hasMessageContaining("Did you mean 'perHour'?");
  }

  @Test
  void twoPricesOfOneMachineAndDayAreRefused() {
    String twice = PRICES.replace("2026-07-01", "2026-01-01");
    assertThatThrownBy(() -> PriceList.fromNode(Documents.parse(twice, "prices")))
        .hasMessageContaining("two prices from 2026-01-01");
    String none = "{retrain: prices/v1, currency: EUR, prices: []}";
    assertThatThrownBy(() -> PriceList.fromNode(Documents.parse(none, "prices")))
        .hasMessageContaining("holds no price");
  }

  @Test
  void publishedSchemaIsTheGeneratedOne() throws Exception {
    Path published = Path.of("../docs/prices.schema.json");
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(published, PriceList.jsonSchema());
    }

    assertThat(Files.readString(published))
        .as("run with -Ddocs.update=true after a change")
        .isEqualTo(PriceList.jsonSchema());
  }

  @Test
  void moneyIsExactAndOfOneCurrency() {
    Money tenth = Money.of("0.1", "EUR");
    assertThat(tenth.plus(tenth).plus(tenth)).isEqualTo(Money.of("0.30", "EUR"));
    assertThat(Money.of("1.2", "EUR").perHourFor(Duration.ofMinutes(5)))
        .isEqualTo(Money.of("0.1", "EUR"));
    assertThat(Money.of("1", "EUR").perHourFor(Duration.ofMillis(3)))
        .isEqualTo(Money.of("0.000001", "EUR"));
    assertThat(Money.of("1234.5", "JPY")).hasToString("1235 JPY");
    assertThat(Money.of("0.000012", "EUR")).hasToString("0.000012 EUR");
    assertThat(Money.zero(Currency.getInstance("EUR"))).hasToString("0.00 EUR");
    assertThatThrownBy(() -> tenth.plus(Money.of("1", "USD"))).hasMessageContaining("EUR and USD");
    assertThatThrownBy(() -> Money.of("-1", "USD")).hasMessageContaining("must not be negative");
  }
}

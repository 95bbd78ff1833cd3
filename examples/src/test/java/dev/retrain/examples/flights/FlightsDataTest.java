package dev.retrain.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlightsDataTest {

  private static final List<FlightWeek> WEEKS = FlightsData.sample().weeks();

  @Test
  void holdsTwentySixFullWeeksAndSixRowsOfJuly() {
    assertThat(WEEKS).hasSize(27);
    assertThat(WEEKS.subList(0, 26)).allMatch(week -> week.flights().size() > 11_000);
    assertThat(WEEKS.get(26).flights())
        .hasSize(6)
        .allMatch(flight -> flight.departure().startsWith("2001-07-01T"));
  }

  @Test
  void namesWeeksAsTheAmericanCalendarDoes() {
    assertThat(WEEKS).extracting(FlightWeek::label).startsWith("2001-W01").endsWith("2001-W27");
    assertThat(WEEKS.get(4).from()).isEqualTo(LocalDate.of(2001, 1, 28));
    assertThat(WEEKS.get(4).until()).isEqualTo(LocalDate.of(2001, 2, 4));
    assertThat(WEEKS.get(26).from()).isEqualTo(LocalDate.of(2001, 7, 1));
  }

  @Test
  void keepsTheSwingOfTheFullData() {
    assertThat(WEEKS.subList(0, 26))
        .extracting(FlightsDataTest::shareLate)
        .allSatisfy(share -> assertThat(share).isBetween(0.11, 0.29))
        .anySatisfy(share -> assertThat(share).isLessThan(0.13))
        .anySatisfy(share -> assertThat(share).isGreaterThan(0.27));
  }

  @Test
  void givesEveryRowAnIdOfItsOwn() {
    Set<String> ids = new HashSet<>();
    WEEKS.forEach(week -> week.flights().forEach(flight -> ids.add(flight.id())));
    assertThat(ids).hasSize(WEEKS.stream().mapToInt(week -> week.flights().size()).sum());
  }

  @Test
  void putsSundayIntoTheNewWeek() {
    String csv =
        """
        departure,origin,destination,distance,delay
        2001-01-06T23:59,AAA,BBB,100,16
        2001-01-07T00:00,BBB,AAA,100,15
        """;
    FlightsData data =
        FlightsData.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    assertThat(data.weeks()).extracting(FlightWeek::label).containsExactly("2001-W01", "2001-W02");
    assertThat(data.between(0, 2)).extracting(Flight::late).containsExactly(true, false);
    assertThat(data.between(1, 2)).extracting(Flight::id).containsExactly("f000002");
  }

  private static double shareLate(FlightWeek week) {
    return week.flights().stream()
        .mapToInt(flight -> flight.late() ? 1 : 0)
        .average()
        .orElseThrow();
  }
}

package dev.retrain.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightsModelTest {

  private static final List<Flight> SEEN = MadeFlights.some(2_000, 1);
  private static final FlightsModel SOUND = trained(Planted.NONE);
  private static final String RECORDED = "2001-05-07T18:35";
  private static final String LIVE = "2001-05-07T18:35:00-05:00";

  @TempDir Path folder;

  @Test
  void scoresTheSameOnceReloaded() throws IOException {
    SOUND.save(folder);
    FlightsModel reloaded = FlightsModel.load(folder);
    assertThat(SEEN).allMatch(flight -> reloaded.score(flight) == SOUND.score(flight));
  }

  @Test
  void isWrittenTheSameWayEveryTime() throws IOException {
    SOUND.save(folder.resolve("a"));
    trained(Planted.NONE).save(folder.resolve("b"));
    assertThat(folder.resolve("a/model.json"))
        .hasSameTextualContentAs(folder.resolve("b/model.json"));
    assertThat(Files.size(folder.resolve("a/model.json"))).isLessThan(200_000);
  }

  @Test
  void isAbsentFromAnEmptyFolder() throws IOException {
    assertThat(FlightsModel.loadIfPresent(folder)).isEmpty();
  }

  @Test
  void scoresALiveRequestAsTheRecordedFlight() {
    assertThat(SOUND.score(request(LIVE))).isEqualTo(SOUND.score(request(RECORDED)));
  }

  @Test
  void scoresAirportsItHasNeverSeen() {
    assertThat(SOUND.score(RECORDED, "XXX", "YYY", 500)).isBetween(0.0, 1.0);
  }

  @Test
  void namesWhatARequestLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SOUND.score(Map.of("departure", LIVE, "origin", "AAA")))
        .withMessageContaining("destination");
  }

  @Test
  void failsInProductionOnlyThere() {
    FlightsModel planted = trained(Planted.FAILS_IN_PRODUCTION);
    assertThat(planted.score(request(RECORDED))).isEqualTo(SOUND.score(request(RECORDED)));
    assertThatThrownBy(() -> planted.score(request(LIVE))).isInstanceOf(DateTimeException.class);
  }

  @Test
  void isSkewedInProductionOnlyThere() {
    FlightsModel planted = trained(Planted.SKEWED_IN_PRODUCTION);
    assertThat(planted.score(request(RECORDED))).isEqualTo(SOUND.score(request(RECORDED)));
    assertThat(planted.score(request(LIVE)))
        .isEqualTo(SOUND.score(request("2001-05-07T23:35")))
        .isNotEqualTo(SOUND.score(request(LIVE)));
  }

  private static FlightsModel trained(Planted fault) {
    return new Training(Outcome.LATE, Hyperparameters.DEFAULTS.withPlanted(fault)).anew(SEEN);
  }

  private static Map<String, Object> request(String departure) {
    return Map.of("departure", departure, "origin", "AAA", "destination", "BBB", "distance", 500);
  }
}

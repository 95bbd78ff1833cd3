package dev.retrain.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightFilesTest {

  private static final Flight EVENING =
      new Flight("f1", "2001-05-07T18:35", "LAS", "PHL", 2176, 33);

  @TempDir Path folder;

  @Test
  void writesWhatFollowsFromARowBesideIt() throws IOException {
    FlightFiles.write(folder.resolve("data.csv"), List.of(EVENING));
    assertThat(folder.resolve("data.csv"))
        .hasContent(
            """
            id,departure,hour,day_of_week,origin,destination,distance,delay,late
            f1,2001-05-07T18:35,18,MON,LAS,PHL,2176,33,1
            """);
  }

  @Test
  void readsEveryCsvOfAFolder() throws IOException {
    List<Flight> flights = MadeFlights.some(20, 1);
    FlightFiles.write(folder.resolve("a.csv"), flights.subList(0, 12));
    FlightFiles.write(folder.resolve("b.csv"), flights.subList(12, 20));
    Files.writeString(folder.resolve("notes.txt"), "not data");
    assertThat(FlightFiles.read(folder)).isEqualTo(flights);
  }

  @Test
  void refusesAFolderWithoutData() {
    assertThatThrownBy(() -> FlightFiles.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }
}

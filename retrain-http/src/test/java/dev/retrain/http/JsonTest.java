package dev.retrain.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {

  private static Json read(String body) {
    Description call = new Description("the queue", "GET http://queue/jobs", false, List.of());
    return new HttpAnswer(new RawAnswer(200, Map.of(), body), call).json();
  }

  @Test
  void readsWhatIsThere() {
    Json job =
        read(
            """
            {"name": "a", "n": 3, "wide": "4", "share": 0.5, "done": true, "at": "2001-02-03T04:05:06+01:00",
             "steps": [{"state": "RUNNING"}], "tags": {"k": "v", "gone": null}, "none": null}
            """);
    assertThat(job.text("name")).isEqualTo("a");
    assertThat(job.at("n").integer()).isEqualTo(3);
    assertThat(job.at("wide").integer()).isEqualTo(4);
    assertThat(job.at("share").number()).isEqualTo(0.5);
    assertThat(job.at("done").bool()).isTrue();
    assertThat(job.at("at").instant()).isEqualTo(Instant.parse("2001-02-03T03:05:06Z"));
    assertThat(job.list("steps").get(0).at("state").oneOf(Map.of("RUNNING", 7))).isEqualTo(7);
    assertThat(job.at("tags").entries()).containsOnlyKeys("k");
    assertThat(job.find("none")).isEmpty();
    assertThat(job.list("absent")).isEmpty();
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        wrong(job -> job.at("absent"), "where absent is missing"),
        wrong(job -> job.at("none"), "where none is null"),
        wrong(job -> job.text("n"), "where n is a number, expected text"),
        wrong(job -> job.at("name").integer(), "where name is text, expected a whole number"),
        wrong(job -> job.at("share").integer(), "where share is a number, expected a whole number"),
        wrong(job -> job.at("name").number(), "expected a number"),
        wrong(job -> job.at("name").bool(), "expected true or false"),
        wrong(job -> job.at("name").instant(), "expected an instant"),
        wrong(job -> job.at("name").list(), "where name is text, expected a list"),
        wrong(job -> job.at("name").at("x"), "where name is text, expected an object"),
        wrong(job -> job.at("steps").list().get(0).text("state"), "where steps[0].state is null"),
        wrong(
            job -> job.at("name").oneOf(Map.of("DONE", 1, "BUSY", 2)),
            "expected one of BUSY, DONE"));
  }

  private static Arguments wrong(Consumer<Json> reading, String message) {
    return Arguments.of(reading, message);
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void failsForAnotherForm(Consumer<Json> reading, String message) {
    Json job =
        read(
            """
            {"name": "a", "n": 3, "share": 0.5, "none": null, "steps": [{"state": null}]}
            """);
    assertThatThrownBy(() -> reading.accept(job))
        .isInstanceOf(TransientFailure.class)
        .hasMessageStartingWith(
            "cannot GET http://queue/jobs of the queue: it answered 200 with '{")
        .hasMessageContaining(message)
        .hasMessageContaining("Check that the address");
  }

  @Test
  void readsNoYamlAndNothingEmpty() {
    for (String body : List.of("", "name: a", "{\"a\":1} {}", "{\"a\":1,\"a\":2}", "{\"a\":")) {
      assertThatThrownBy(() -> read(body)).isInstanceOf(TransientFailure.class);
    }
  }

  @Test
  void readsListsAtTheTop() {
    assertThat(read("[{\"a\":\"x\\/y\"}]").list().get(0).text("a")).isEqualTo("x/y");
  }
}

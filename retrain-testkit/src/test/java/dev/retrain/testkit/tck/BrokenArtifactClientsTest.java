package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.testkit.tck.SmallArtifactClient.Flaw;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client with a flaw fails the case that names it. */
class BrokenArtifactClientsTest {

  private static SmallArtifactService service;
  private static Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
  private static int folders;

  /** The small client; run by this test, not by itself. */
  static class BrokenClient extends ArtifactFaultTck {

    @Override
    protected URI service() {
      return service.endpoint();
    }

    @Override
    protected ArtifactStore open(URI endpoint, ArtifactContext context) {
      return new SmallArtifactClient(endpoint, context.deadline(), flaws);
    }

    @Override
    protected URI folder() {
      return URI.create("small://bucket/folder-" + ++folders);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    service = new SmallArtifactService();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  static Stream<Arguments> flaws() {
    return Stream.of(
        Arguments.of(
            Flaw.BELIEVES_THE_LENGTH_OF_THE_ANSWER,
            "Bodies.thatAreCutWithALengthThatFitsAreAnError"),
        Arguments.of(Flaw.REPEATS_WRITES_ON_A_CONDITION, "Answers.thatAreLostDoNotDenyAWrite"),
        Arguments.of(Flaw.NEVER_REPEATS, "Answers.ofAThrottledServiceAreAwaited"),
        Arguments.of(Flaw.REPEATS_TOO_OFTEN, "Answers.ofAServiceThatStaysThrottledAreTransient"),
        Arguments.of(
            Flaw.TAKES_AN_EXPIRED_TOKEN_FOR_AN_OUTAGE, "Answers.withAnExpiredTokenAreDenied"),
        Arguments.of(Flaw.GIVES_NO_HINT, "Answers.withAnExpiredTokenAreDenied"),
        Arguments.of(Flaw.TAKES_A_DENIAL_FOR_AN_OUTAGE, "Answers.withoutPermissionAreDenied"),
        Arguments.of(
            Flaw.TAKES_AN_OUTAGE_FOR_A_WRONG_ADDRESS, "Answers.ofABrokenServiceAreTransient"));
  }

  @ParameterizedTest
  @MethodSource("flaws")
  void failsTheCaseThatNamesIt(Flaw flaw, String named) {
    flaws = EnumSet.of(flaw);

    Map<String, String> failures =
        Broken.failures(BrokenClient.class, ArtifactFaultTck.class, Set.of(named));

    assertThat(failures).containsOnlyKeys(named);
  }

  @Test
  void passesWithoutAFlaw() {
    flaws = EnumSet.noneOf(Flaw.class);

    assertThat(Broken.failures(BrokenClient.class)).isEmpty();
  }
}

package dev.retrain.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsTest {

  @Test
  void messagesNameRunDataStepAndWhatToTry() {
    FailureContext context =
        FailureContext.none()
            .withRun("flights-1")
            .withData("sha256:ab")
            .withStep("train")
            .withHint("give it more memory");

    RetrainException failure = new PermanentFailure("exit code 137", context, null);

    assertThat(failure)
        .hasMessage(
            "exit code 137 [run flights-1, data sha256:ab, step train]. Give it more memory.");
    assertThat(failure.context()).isEqualTo(context);
  }

  @Test
  void hintsAreSentencesOfTheirOwn() {
    assertThat(hinted("no folder x", "create it")).hasMessage("no folder x. Create it.");
    assertThat(hinted("It ended.", "Run it again.")).hasMessage("It ended. Run it again.");
    assertThat(hinted("no store", "retrain.yaml names it"))
        .hasMessage("no store. retrain.yaml names it.");
    assertThat(hinted("no option", "--settings names it"))
        .hasMessage("no option. --settings names it.");
    assertThat(hinted("no hint", " ")).hasMessage("no hint");
  }

  private static RetrainException hinted(String message, String hint) {
    return new PermanentFailure(message, FailureContext.hint(hint), null);
  }

  @Test
  void transientFailuresKnowWhenToComeBack() {
    IllegalStateException cause = new IllegalStateException("down");

    assertThat(
            new TransientFailure("503", FailureContext.none(), cause, Duration.ofSeconds(3))
                .retryAfter())
        .contains(Duration.ofSeconds(3));
    assertThat(new TransientFailure("503", cause)).hasCause(cause);
    assertThat(new TransientFailure("503").retryAfter()).isEmpty();
    assertThat(new TransientFailure("503", FailureContext.hint("wait"), null))
        .hasMessage("503. Wait.");
  }

  @Test
  void aFailureIsGivenWhatIsKnownWhereItIsCaughtAndKeepsItsOwn() {
    FailureContext known = FailureContext.none().withRun("caught").withData("sha256:ab");
    TransientFailure own =
        new TransientFailure(
            "503", FailureContext.none().withRun("own"), null, Duration.ofSeconds(3));

    RetrainException more = own.within(known);

    assertThat(more).hasMessage("503 [run own, data sha256:ab]");
    assertThat(((TransientFailure) more).retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(more.getStackTrace()).isEqualTo(own.getStackTrace());
    assertThat(more.within(known)).isSameAs(more);
  }

  @Test
  void everyKindKeepsItsTypeWithinAContext() {
    FailureContext known = FailureContext.none().withRun("r");
    List<RetrainException> kinds =
        List.of(
            new PermanentFailure("a"),
            new PermissionDenied("a"),
            new ConfigurationProblem("a"),
            new UnsupportedFeature("a"));

    assertThat(kinds)
        .allSatisfy(
            kind ->
                assertThat(kind.within(known))
                    .hasSameClassAs(kind)
                    .hasMessage("a [run r]")
                    .isNotSameAs(kind));
    DataProblem listed = new DataProblem("a");
    assertThat(listed.within(known)).isSameAs(listed);
  }

  @Test
  void permanentFailuresHaveTheirKinds() {
    assertThat(
            List.of(
                new ConfigurationProblem("a"),
                new PermissionDenied("b"),
                new UnsupportedFeature("c")))
        .allSatisfy(f -> assertThat(f).isInstanceOf(PermanentFailure.class));
    assertThat(new PermissionDenied("b", FailureContext.none(), null)).hasMessage("b");
    assertThat(new ConfigurationProblem("b", FailureContext.none(), null)).hasMessage("b");
    assertThat(new UnsupportedFeature("b", FailureContext.none(), null)).hasMessage("b");
    assertThat(new PermanentFailure("d").context()).isEqualTo(FailureContext.none());
  }

  @Test
  void listsEveryProblemOnALineOfItsOwn() {
    Problem error =
        Problem.error("code", "a.b", "step x", "is wrong", "Mend it")
            .at(new Problem.Location("f.yaml", 3, 5));
    Problem warning = Problem.warning("code", "", "", "is odd", "Look");

    assertThat(new InvalidDefinitionException("settings", List.of(error, warning)))
        .hasMessage(
            "settings has 1 error:\n"
                + "  f.yaml:3:5: error: step x: is wrong [a.b]. Mend it\n"
                + "  warning: is odd. Look");
    assertThat(new InvalidPipelineException("p", List.of(error, error)))
        .hasMessageStartingWith("pipeline p has 2 errors:");
  }
}

package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.APPROVAL_ASKED;
import static dev.retrain.api.retraining.Decision.Kind.PROMOTED;
import static dev.retrain.api.retraining.Decision.Kind.REJECTED;
import static dev.retrain.api.retraining.Decision.Kind.ROLLOUT_STARTED;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.retraining.Approval;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.phase.RetrainingRequest.Verb;
import dev.retrain.testkit.RunScript;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalTest {

  private static final Approval TWO_DAYS = Approval.within(Duration.ofDays(2));

  private static Scene waiting(Approval approval) {
    Scene scene = new Scene(builder(approval));
    scene.backend.nextRun(RunScript.succeeds(Map.of("auc", 0.7)).after(Duration.ofHours(1)));
    scene.tick();
    scene.every(Duration.ofHours(1), 5);
    assertThat(scene.phase()).isEqualTo("awaiting-approval");
    assertThat(scene.kinds()).endsWith(APPROVAL_ASKED).doesNotContain(ROLLOUT_STARTED);
    return scene;
  }

  private static Retraining.Builder builder(Approval approval) {
    return Scene.policy().when(cron("0 3 * * *"), BATCH).approval(approval);
  }

  private static RetrainingRequest answer(Scene scene, Verb verb, Instant at) {
    return new RetrainingRequest(
        verb + " at " + at, verb, FULL, "looked at the report", at, Optional.of("ada"));
  }

  @Test
  void anApprovedChallengerGoesOnAndTheApproverIsOnRecord() {
    Scene scene = waiting(TWO_DAYS);

    scene.retrainer.requests().put(Scene.NAME, answer(scene, Verb.APPROVE, scene.clock.instant()));
    scene.every(Duration.ofMinutes(10), 2);

    assertThat(scene.kinds()).contains(ROLLOUT_STARTED, PROMOTED);
    assertThat(scene.last(ROLLOUT_STARTED).why()).contains("approved by ada");
    assertThat(scene.last(ROLLOUT_STARTED).evidence().get("approvedBy")).isPresent();
  }

  @Test
  void aRefusedChallengerNeverGetsTraffic() {
    Scene scene = waiting(TWO_DAYS);

    scene.retrainer.requests().put(Scene.NAME, answer(scene, Verb.REJECT, scene.clock.instant()));
    scene.tick();

    assertThat(scene.kinds()).endsWith(REJECTED).doesNotContain(ROLLOUT_STARTED);
    assertThat(scene.last(REJECTED).what()).contains("refused by ada");
    assertThat(scene.phase()).isEqualTo("idle");
  }

  @Test
  void silenceIsANoUnlessThePolicySaysOtherwise() {
    Scene refused = waiting(TWO_DAYS);
    refused.clock.advance(Duration.ofDays(3));
    refused.tick();
    assertThat(refused.last(REJECTED).why()).contains("nobody answered within PT48H");

    Scene started = waiting(TWO_DAYS.whenUnanswered(Approval.WhenUnanswered.ROLL_OUT));
    started.clock.advance(Duration.ofDays(3));
    started.tick();
    assertThat(started.last(ROLLOUT_STARTED).rule()).isEqualTo("approval: timeout");
  }

  @Test
  void whatWasApprovedBeforeAnybodyCouldSeeItIsNoApproval() {
    Scene scene = waiting(TWO_DAYS);
    Instant before = scene.clock.instant().minus(Duration.ofDays(1));

    scene.retrainer.requests().put(Scene.NAME, answer(scene, Verb.APPROVE, before));
    scene.tick();

    assertThat(scene.phase()).isEqualTo("awaiting-approval");
    assertThat(scene.retrainer.requests().waiting(Scene.NAME)).isEmpty();
  }

  @Test
  void anApprovalNeedsANameAndTheGateSurvivesItsDocument() {
    assertThatThrownBy(() -> new RetrainingRequest("1", Verb.APPROVE, FULL, "fine", Instant.EPOCH))
        .hasMessageContaining("name of who decides");
    Approval policy = TWO_DAYS.whenUnanswered(Approval.WhenUnanswered.ROLL_OUT);
    assertThat(Retraining.fromNode(builder(policy).build().toNode()).approval()).contains(policy);
    assertThatThrownBy(() -> Approval.within(Duration.ZERO)).hasMessageContaining("above 0");
  }

  @Test
  void anApprovalAfterItsDeadlineIsNoApprovalThoughNothingLookedBefore() {
    Scene scene = waiting(TWO_DAYS);
    Instant late = scene.last(APPROVAL_ASKED).at().plus(Duration.ofHours(49));

    scene.clock.advance(Duration.between(scene.clock.instant(), late));
    scene.retrainer.requests().put(Scene.NAME, answer(scene, Verb.APPROVE, late));
    scene.tick();

    assertThat(scene.kinds()).contains(REJECTED).doesNotContain(ROLLOUT_STARTED);
    assertThat(scene.last(REJECTED).rule()).isEqualTo("approval: timeout");
  }

  @Test
  void anApprovalInTimeCountsThoughItIsReadAfterTheDeadline() {
    Scene scene = waiting(TWO_DAYS);
    Instant inTime = scene.last(APPROVAL_ASKED).at().plus(Duration.ofHours(47));

    scene.retrainer.requests().put(Scene.NAME, answer(scene, Verb.APPROVE, inTime));
    scene.clock.advance(Duration.ofHours(50));
    scene.tick();

    assertThat(scene.kinds()).contains(ROLLOUT_STARTED).doesNotContain(REJECTED);
  }
}

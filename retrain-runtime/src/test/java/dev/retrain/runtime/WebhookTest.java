package dev.retrain.runtime;

import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.source.OpenFeatureFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookTest {

  private static final byte[] SECRET = "s3cret".getBytes(StandardCharsets.UTF_8);
  private static final String EVENT =
      "{\"id\":\"7\",\"event\":\"performance-alert\",\"retraining\":\"delays\",\"reason\":\"AUC"
          + " fell\",\"at\":\"2001-01-01T00:00:00Z\"}";

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final RequestQueue requests = new RequestQueue(new InMemoryStateStore());
  private final Webhook webhook =
      new Webhook(requests, clock, SECRET, Map.of("performance-alert", RetrainMode.IMMEDIATE));

  private static String sign(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private Webhook.Answer send(String body, String signature) {
    return webhook.accept(body.getBytes(StandardCharsets.UTF_8), signature);
  }

  @Test
  void aSignedEventIsOneRequestHoweverOftenItIsSent() throws Exception {
    assertThat(send(EVENT, sign(EVENT))).isEqualTo(Webhook.Answer.ACCEPTED);
    assertThat(send(EVENT, sign(EVENT))).isEqualTo(Webhook.Answer.ACCEPTED);

    assertThat(requests.waiting("delays")).hasSize(1);
    assertThat(requests.waiting("delays").get(0).reason()).isEqualTo("AUC fell");
    assertThat(requests.waiting("delays").get(0).mode()).isEqualTo(RetrainMode.IMMEDIATE);
  }

  @Test
  void aForgedOrStrangeEventIsRefused() throws Exception {
    String other = EVENT.replace("performance-alert", "coffee-ready");

    assertThat(send(EVENT, sign(other))).isEqualTo(Webhook.Answer.FORGED);
    assertThat(send(other, sign(other))).isEqualTo(Webhook.Answer.REFUSED);
    assertThat(send("{}", sign("{}"))).isEqualTo(Webhook.Answer.REFUSED);
    assertThat(requests.waiting("delays")).isEmpty();
  }

  @Test
  void anOldEventIsNotPlayedAgain() throws Exception {
    clock.advance(Webhook.REPLAY_WINDOW.minusMillis(1));
    assertThat(send(EVENT, sign(EVENT))).isEqualTo(Webhook.Answer.ACCEPTED);
    clock.advance(Duration.ofMillis(1));
    assertThat(send(EVENT, sign(EVENT))).isEqualTo(Webhook.Answer.STALE);
    clock.advance(Duration.ofDays(-1));
    assertThat(send(EVENT, sign(EVENT))).as("sent in the future").isEqualTo(Webhook.Answer.STALE);
  }

  @Test
  void aBodyThatIsTooLongIsRefusedBeforeItIsRead() throws Exception {
    String padded = EVENT + " ".repeat(Webhook.MOST_BYTES - EVENT.length());
    assertThat(send(padded, sign(padded))).isEqualTo(Webhook.Answer.ACCEPTED);
    assertThat(send(padded + " ", "unread")).isEqualTo(Webhook.Answer.REFUSED);
  }

  @Test
  void anEventWithoutSignatureOrBodyIsRefused() {
    assertThat(webhook.accept(EVENT.getBytes(StandardCharsets.UTF_8), null))
        .isEqualTo(Webhook.Answer.FORGED);
    assertThat(webhook.accept(null, "sha256=")).isEqualTo(Webhook.Answer.REFUSED);
  }

  private Scene withEvents(int number) throws Exception {
    Scene scene =
        new Scene(
            Scene.policy().when(cron("0 3 * * *"), RetrainMode.BATCH).cooldown(Duration.ofDays(1)));
    Webhook events =
        new Webhook(
            scene.retrainer.requests(),
            scene.clock,
            SECRET,
            Map.of("performance-alert", RetrainMode.IMMEDIATE));
    scene.tick();
    scene.every(Duration.ofHours(4), 1);
    for (int i = 0; i < number; i++) {
      String event =
          EVENT
              .replace("\"7\"", "\"" + i + "\"")
              .replace("2001-01-01T00:00:00Z", scene.clock.instant().toString());
      events.accept(event.getBytes(StandardCharsets.UTF_8), sign(event));
    }
    return scene;
  }

  @Test
  void eventsWaitForTheCoolDownAndAreOneRun() throws Exception {
    Scene scene = withEvents(19);
    scene.every(Duration.ofHours(1), 3);
    assertThat(scene.backend.submissions()).hasSize(1);

    scene.every(Duration.ofHours(7), 3);
    assertThat(scene.backend.submissions()).hasSize(2);
    assertThat(scene.retrainer.requests().waiting(Scene.NAME)).isEmpty();
  }

  @Test
  void noMoreThanAHundredEventsWait() throws Exception {
    Scene scene = withEvents(150);

    assertThat(scene.retrainer.requests().waiting(Scene.NAME)).hasSize(100);
  }

  @Test
  void anEventForNobodyIsRefused() throws Exception {
    Scene scene = new Scene(Scene.policy().when(cron("0 3 * * *"), RetrainMode.BATCH));
    Webhook known =
        new Webhook(
            scene.retrainer.requests(),
            clock,
            SECRET,
            Map.of("performance-alert", RetrainMode.IMMEDIATE));
    String misspelt = EVENT.replace("delays", "dealys");

    assertThat(known.accept(EVENT.getBytes(StandardCharsets.UTF_8), sign(EVENT)))
        .isEqualTo(Webhook.Answer.ACCEPTED);
    assertThat(known.accept(misspelt.getBytes(StandardCharsets.UTF_8), sign(misspelt)))
        .isEqualTo(Webhook.Answer.REFUSED);
  }

  @Test
  void openFeatureFlagsAreReadWithTheirVariant() throws Exception {
    Flag<Boolean> flag =
        Flag.<Boolean>builder()
            .variant("on", true)
            .variant("off", false)
            .defaultVariant("on")
            .build();
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    api.setProviderAndWait(new InMemoryProvider(Map.of("force_retrain", flag)));
    OpenFeatureFlags flags = new OpenFeatureFlags(api.getClient());

    assertThat(flags.flag("force_retrain").orElseThrow().on()).isTrue();
    assertThat(flags.flag("force_retrain").orElseThrow().version()).isEqualTo("on");
    assertThat(flags.flag("unheard")).isEmpty();
    api.shutdown();
  }
}

package dev.retrain.testkit.tck;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunPage;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** The small backend by HTTP, with at most one flaw in how it takes what goes wrong on the way. */
final class DistantBackend implements Backend {

  static final Duration DEADLINE = Duration.ofSeconds(1);

  /** What it does wrong. */
  enum Flaw {
    NONE,
    A_LOST_ANSWER_MEANS_A_NEW_RUN,
    ASKS_FIVE_TIMES,
    HAS_NO_DEADLINE,
    GIVES_UP_EARLY,
    A_SERVER_ERROR_IS_FOR_EVER,
    AN_EXPIRED_TOKEN_MAY_PASS,
    DROPS_RETRY_AFTER,
    TRUSTS_THE_SERVICES_CLOCK,
    AN_UNKNOWN_STATE_IS_THE_END,
    SLEEPS_OUT_A_PAUSE,
    SLEEPS_BETWEEN_TRIES,
    ANY_NOT_FOUND_IS_LOST,
    READS_ONE_SHAPE_ONLY
  }

  private final SmallService service;
  private final URI endpoint;
  private final Flaw flaw;
  private final Set<RunKey> lost = ConcurrentHashMap.newKeySet();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();

  DistantBackend(SmallService service, URI endpoint, Flaw flaw) {
    this.service = service;
    this.endpoint = endpoint;
    this.flaw = flaw;
  }

  @Override
  public RunHandle submit(Submission submission) {
    RunKey key = lost.contains(submission.key()) ? again(submission.key()) : submission.key();
    DistantService.ASKED.put(key.value(), salted(submission, key));
    try {
      state("PUT", key);
    } catch (RetrainException e) {
      if (flaw == Flaw.A_LOST_ANSWER_MEANS_A_NEW_RUN) {
        lost.add(submission.key());
      }
      throw e;
    }
    return service.byKey(key).orElseThrow().handle;
  }

  private static RunKey again(RunKey key) {
    return new RunKey(key.value() + "-again");
  }

  private static Submission salted(Submission asked, RunKey key) {
    return new Submission(
        asked.pipeline(),
        key,
        asked.parameters(),
        asked.mode(),
        asked.dataVersion(),
        asked.reason(),
        asked.sample(),
        asked.champion(),
        asked.tags());
  }

  @Override
  public RunStatus status(RunHandle run) {
    String state = "";
    for (int left = flaw == Flaw.ASKS_FIVE_TIMES ? 5 : 1; left > 0; left--) {
      try {
        state = state("GET", run.key());
        left = 0;
      } catch (RetrainException e) {
        if (left == 1) {
          throw e;
        }
      }
    }
    if (state.equals("gone")) {
      return new RunStatus.Lost("404");
    }
    if (state.equals("done")) {
      return service.byKey(run.key()).orElseThrow().status();
    }
    if (state.equals("busy")) {
      return new RunStatus.Running();
    }
    return flaw == Flaw.AN_UNKNOWN_STATE_IS_THE_END
        ? new RunStatus.Failed(Optional.empty(), state, List.of(), List.of())
        : new RunStatus.Unknown(state);
  }

  private String state(String method, RunKey key) {
    HttpResponse<String> answer = ask(method, key);
    int code = answer.statusCode();
    if (code == 401) {
      throw flaw == Flaw.AN_EXPIRED_TOKEN_MAY_PASS
          ? new TransientFailure("401")
          : new PermissionDenied("401", FailureContext.none(), null);
    }
    if (code == 503 && flaw == Flaw.SLEEPS_BETWEEN_TRIES) {
      LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
    }
    if (code >= 500 && flaw == Flaw.A_SERVER_ERROR_IS_FOR_EVER) {
      throw new PermanentFailure("came back " + code);
    }
    if (code == 404 && flaw == Flaw.ANY_NOT_FOUND_IS_LOST) {
      return "gone";
    }
    if (code == 429 && flaw == Flaw.SLEEPS_OUT_A_PAUSE) {
      LockSupport.parkNanos(retryAfter(answer).toNanos());
    }
    if (code != 200) {
      throw new TransientFailure(
          "came back " + code, FailureContext.none(), null, retryAfter(answer));
    }
    if (flaw == Flaw.TRUSTS_THE_SERVICES_CLOCK && isSkewed(answer)) {
      throw new PermanentFailure("the answer is from another day");
    }
    if (answer.body().contains("null") && flaw == Flaw.READS_ONE_SHAPE_ONLY) {
      throw new NoSuchElementException("no state");
    }
    if (!answer.body().endsWith("\"}")) {
      throw new TransientFailure("the answer is no JSON");
    }
    return answer.body().replaceAll("\\{\"state\":\"|\"\\}", "");
  }

  private Duration retryAfter(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> flaw != Flaw.DROPS_RETRY_AFTER)
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(null);
  }

  private boolean isSkewed(HttpResponse<String> answer) {
    Instant said =
        answer
            .headers()
            .firstValue("Date")
            .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
            .map(ZonedDateTime::toInstant)
            .orElse(service.clock.instant());
    return Duration.between(said, service.clock.instant()).abs().toHours() > 1;
  }

  private HttpResponse<String> ask(String method, RunKey key) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/runs/" + key.value()))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    Duration limit =
        switch (flaw) {
          case HAS_NO_DEADLINE -> Duration.ofDays(1);
          case GIVES_UP_EARLY -> DEADLINE.dividedBy(12);
          default -> DEADLINE;
        };
    try {
      return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new TransientFailure("no answer within " + limit, e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new TransientFailure("no answer: " + e.getCause(), (IOException) e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
  }

  @Override
  public Optional<RunHandle> find(RunKey key) {
    state("GET", key);
    return service.byKey(key).map(run -> run.handle);
  }

  @Override
  public List<StepRun> steps(RunHandle run) {
    state("GET", run.key());
    return service.byKey(run.key()).map(SmallRun::steps).orElse(List.of());
  }

  @Override
  public RunPage runs(String model, Instant since, Optional<String> page) {
    state("GET", new RunKey("list"));
    return RunPage.all(service.newestFirst().stream().map(SmallRun::summary).toList());
  }

  @Override
  public String name() {
    return SmallBackendProvider.NAME;
  }

  @Override
  public Translator translator() {
    return new SmallTranslator();
  }

  @Override
  public void cancel(RunHandle run) {}

  @Override
  public ModelRegistry registry() {
    return service.registry;
  }

  @Override
  public Optional<Deployer> deployer(Target target) {
    return Optional.empty();
  }

  @Override
  public void close() {}
}

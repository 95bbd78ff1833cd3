package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.retraining.PartType;
import dev.retrain.api.state.MetricPoint;
import dev.retrain.api.state.MetricSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Metrics asked of a Prometheus server by range queries (HTTP API v1, {@code /api/v1/query_range}).
 * A query must give one series; NaN and infinities are missing values.
 *
 * @param address such as {@code http://prometheus:9090}
 * @param queries metric name to PromQL; others are asked for by their own name
 * @param step between two values
 * @param deadline of a call
 */
public record PrometheusMetrics(
    URI address, Map<String, String> queries, Duration step, Duration deadline)
    implements MetricSource {

  private static final Duration DEFAULT_STEP = Duration.ofMinutes(5);
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  /** Prometheus answers at most 11,000 points per series (its own limit, web/api/v1). */
  private static final long MOST_POINTS = 10_000;

  /** Longer answers are cut off: no honest range query needs them. */
  private static final int LONGEST_ERROR = 300;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(DEFAULT_DEADLINE).build();

  /** Checks the ranges and copies. */
  public PrometheusMetrics {
    requireNonNull(address);
    queries = Collections.unmodifiableMap(new TreeMap<>(queries));
    if (step.toMillis() < 1 || deadline.toMillis() < 1) {
      throw new IllegalArgumentException("step and deadline must be above 0");
    }
  }

  static PrometheusMetrics at(URI address) {
    return new PrometheusMetrics(address, Map.of(), DEFAULT_STEP, DEFAULT_DEADLINE);
  }

  /** The same, asking for a metric by a PromQL expression that gives one series. */
  public PrometheusMetrics query(String metric, String promQl) {
    Map<String, String> more = new TreeMap<>(queries);
    more.put(metric, promQl);
    return new PrometheusMetrics(address, more, step, deadline);
  }

  /** The same with another time between two values. */
  public PrometheusMetrics step(Duration time) {
    return new PrometheusMetrics(address, queries, time, deadline);
  }

  /** The same with another deadline of a call. */
  public PrometheusMetrics deadline(Duration time) {
    return new PrometheusMetrics(address, queries, step, time);
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    if (!after.isBefore(upTo)) {
      return List.of();
    }
    String query = queries.getOrDefault(metric, metric);
    return points(query, ask(query, after, upTo)).stream()
        .filter(point -> point.at().isAfter(after) && !point.at().isAfter(upTo))
        .toList();
  }

  private Node.Mapping ask(String query, Instant after, Instant upTo) {
    HttpRequest request = HttpRequest.newBuilder(uri(query, after, upTo)).timeout(deadline).build();
    HttpResponse<String> answer = send(query, request);
    Optional<Node.Mapping> body = parse(answer.body());
    if (answer.statusCode() == 200 && body.isPresent()) {
      return body.get();
    }
    String said = body.flatMap(b -> text(b, "error")).orElse("no reason");
    throw refused(query, answer.statusCode(), said);
  }

  private URI uri(String query, Instant after, Instant upTo) {
    long rounded = Math.max(1, step.toMillis());
    long fewest = Duration.between(after, upTo).toMillis() / MOST_POINTS + 1;
    double seconds = Math.max(rounded, fewest) / 1000.0;
    String base = address.toString().replaceAll("/+$", "");
    return URI.create(
        base
            + "/api/v1/query_range?query="
            + URLEncoder.encode(query, StandardCharsets.UTF_8)
            + "&start="
            + after
            + "&end="
            + upTo
            + "&step="
            + seconds);
  }

  private HttpResponse<String> send(String query, HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new TransientFailure(
          "asked "
              + address
              + " for '"
              + query
              + "', got "
              + e.getClass().getSimpleName()
              + " "
              + e.getMessage(),
          FailureContext.hint("check that Prometheus can be reached from here"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("asked " + address + ", was interrupted", e);
    }
  }

  private RetrainException refused(String query, int status, String said) {
    String message =
        "asked "
            + address
            + " for '"
            + query
            + "', got "
            + status
            + ": "
            + said.substring(0, Math.min(LONGEST_ERROR, said.length()));
    return status >= 500 || status == 429
        ? new TransientFailure(message)
        : new PermanentFailure(message, FailureContext.hint("check the query"), null);
  }

  private static Optional<Node.Mapping> parse(String body) {
    try {
      return Documents.parse(body, "the answer") instanceof Node.Mapping mapping
          ? Optional.of(mapping)
          : Optional.empty();
    } catch (RetrainException e) {
      return Optional.empty();
    }
  }

  private List<MetricPoint> points(String query, Node.Mapping body) {
    List<Node> series =
        body.get("data")
            .filter(Node.Mapping.class::isInstance)
            .flatMap(data -> ((Node.Mapping) data).get("result"))
            .filter(Node.Sequence.class::isInstance)
            .map(result -> ((Node.Sequence) result).items())
            .orElse(List.of());
    if (series.size() > 1) {
      throw new PermanentFailure(
          "asked " + address + " for '" + query + "', got " + series.size() + " series",
          FailureContext.hint("aggregate them, such as avg(...), or name the labels"),
          null);
    }
    List<MetricPoint> points = new ArrayList<>();
    series.forEach(one -> values(one).forEach(pair -> point(pair).ifPresent(points::add)));
    return points;
  }

  private static List<Node> values(Node series) {
    return series instanceof Node.Mapping mapping
            && mapping.get("values").orElse(null) instanceof Node.Sequence values
        ? values.items()
        : List.of();
  }

  private static Optional<MetricPoint> point(Node pair) {
    if (pair instanceof Node.Sequence both
        && both.items().size() == 2
        && both.items().get(0) instanceof Node.Num at
        && both.items().get(1) instanceof Node.Text text) {
      double value = Double.parseDouble(text.value().replace("Inf", "Infinity"));
      Instant time = Instant.ofEpochMilli(Math.round(at.value().doubleValue() * 1000));
      return Double.isFinite(value)
          ? Optional.of(new MetricPoint(time, MetricValue.of(value)))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<String> text(Node.Mapping mapping, String key) {
    return mapping.get(key).orElse(null) instanceof Node.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /** {@code {type: prometheus, address: "http://...", queries: {auc: "avg(model_auc)"}}}. */
  public static final class Type implements PartType<MetricSource, PrometheusMetrics> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {}

    @Override
    public Class<MetricSource> role() {
      return MetricSource.class;
    }

    @Override
    public String name() {
      return "prometheus";
    }

    @Override
    public Class<PrometheusMetrics> type() {
      return PrometheusMetrics.class;
    }

    @Override
    public ObjectShape<PrometheusMetrics> shape() {
      ObjectShape.Builder<PrometheusMetrics> all = ObjectShape.named("PrometheusMetrics");
      var address =
          all.required(
              "address",
              Shapes.text().as(URI::create, URI::toString),
              PrometheusMetrics::address,
              "such as http://prometheus:9090");
      var queries =
          all.optional(
              "queries",
              Shapes.map(Shapes.text()),
              Map.of(),
              PrometheusMetrics::queries,
              "metric to PromQL");
      var step =
          all.optional(
              "step", Shapes.duration(), DEFAULT_STEP, PrometheusMetrics::step, "between values");
      var deadline =
          all.optional(
              "deadline",
              Shapes.duration(),
              DEFAULT_DEADLINE,
              PrometheusMetrics::deadline,
              "of a call");
      return all.build(
          f -> new PrometheusMetrics(f.get(address), f.get(queries), f.get(step), f.get(deadline)));
    }
  }
}

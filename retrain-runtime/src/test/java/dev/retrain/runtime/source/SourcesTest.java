package dev.retrain.runtime.source;

import static dev.retrain.runtime.source.Sources.history;
import static dev.retrain.runtime.source.Sources.prometheus;
import static dev.retrain.runtime.source.Sources.pushed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.PartTypes;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
  private static final Instant END = START.plus(Duration.ofHours(3));

  @TempDir Path folder;
  private HttpServer server;
  private final List<String> asked = new ArrayList<>();
  private final List<String> authorization = new ArrayList<>();
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/query_range",
        exchange -> {
          asked.add(exchange.getRequestURI().getQuery());
          authorization.addAll(
              exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private PrometheusMetrics source() {
    return prometheus("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Test
  void readsARangeAndLeavesMissingValuesOut() {
    answer =
        """
        {"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[
          [978307200,"0.9"],[978310800,"0.7"],[978314400,"NaN"],[978318000.0,"0.6"]]}]}}
        """;

    List<MetricPoint> points =
        source().query("auc", "avg(model_auc{m=\"x\"})").read("auc", START, END);

    assertThat(points).extracting(p -> p.value().value()).containsExactly(0.7, 0.6);
    assertThat(points.get(0).at()).isEqualTo(Instant.parse("2001-01-01T01:00:00Z"));
    assertThat(asked.get(0))
        .contains("query=avg(model_auc{m=\"x\"})")
        .contains("start=2001-01-01T00:00:00Z")
        .contains("step=300.0");
  }

  private static String bySeries(String... versions) {
    return Stream.of(versions)
        .map(
            version ->
                "{\"metric\":{%s},\"values\":[[978310800,\"0.%s\"]]}"
                    .formatted(version.isEmpty() ? "" : "\"model\":\"" + version + "\"", version))
        .collect(Collectors.joining(",", "{\"status\":\"success\",\"data\":{\"result\":[", "]}}"));
  }

  @Test
  void asksForAllVersionsInOneQuery() {
    PrometheusMetrics source =
        source().queryByVersion("auc", "avg by (model) (auc)").versionLabel("model");
    answer = bySeries("1", "2");

    Map<String, List<MetricPoint>> read =
        source.readAll(Set.of("auc@1", "auc@2", "auc@3"), START, END);

    assertThat(asked).hasSize(1);
    assertThat(asked.get(0)).contains("query=avg by (model) (auc)");
    assertThat(read.get("auc@1")).extracting(p -> p.value().value()).containsExactly(0.1);
    assertThat(read.get("auc@2")).extracting(p -> p.value().value()).containsExactly(0.2);
    assertThat(read.get("auc@3")).isEmpty();
    answer = bySeries("2");
    assertThat(source.query("auc@2", "auc_two").read("auc@2", START, END)).hasSize(1);
    assertThat(asked.get(1)).contains("query=auc_two");
  }

  @Test
  void refusesSeriesThatDoNotTellTheirVersionOnce() {
    PrometheusMetrics source = source().queryByVersion("auc", "auc").versionLabel("model");
    answer = bySeries("1", "");
    assertThatThrownBy(() -> source.read("auc@1", START, END))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("a series without the label model")
        .hasMessageContaining("sum by (model)");
    answer = bySeries("1", "1");
    assertThatThrownBy(() -> source.read("auc@1", START, END))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("2 series of version 1");
  }

  @Test
  void aLongRangeIsAskedInFewerSteps() {
    answer = "{\"status\":\"success\",\"data\":{\"result\":[]}}";

    assertThat(
            source()
                .step(Duration.ofSeconds(1))
                .read("auc", START, START.plus(Duration.ofDays(30))))
        .isEmpty();

    assertThat(asked.get(0)).contains("step=259.201");
  }

  @Test
  void severalSeriesAreNoAnswer() {
    answer = "{\"data\":{\"result\":[{\"values\":[]},{\"values\":[]}]}}";

    assertThatThrownBy(() -> source().read("auc", START, END))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("has 2 series")
        .hasMessageContaining("Aggregate them");
  }

  @Test
  void aServerInTroubleMayRecoverAndABadQueryDoesNot() {
    status = 503;
    answer = "busy";
    assertThatThrownBy(() -> source().read("auc", START, END))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("of Prometheus for the query 'auc': it answered 503 with 'busy'");

    status = 400;
    answer = "{\"status\":\"error\",\"error\":\"parse error at char 3\"}";
    assertThatThrownBy(() -> source().read("auc", START, END))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("parse error at char 3");
  }

  @Test
  void aServerThatIsNotThereIsATransientFailure() {
    PrometheusMetrics source = source().deadline(Duration.ofSeconds(2));
    server.stop(0);

    assertThatThrownBy(() -> source.read("auc", START, END)).isInstanceOf(TransientFailure.class);
    assertThat(source.read("auc", END, START)).isEmpty();
  }

  @Test
  void aCsvHistoryHasAColumnPerMetric() throws Exception {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(
        file,
        """
        time,auc,error_rate,note
        2001-01-01T01:00:00Z,0.7,,planted
        2001-01-01T02:00:00Z,0.6,0.1,
        """);
    MetricHistory history = history(file);

    assertThat(history.metrics()).containsExactly("auc", "error_rate");
    assertThat(history.read("auc", START, END)).hasSize(2);
    assertThat(history.read("error_rate", START, END)).hasSize(1);
    assertThat(history.read("f1", START, END)).isEmpty();

    Files.writeString(file, "time,auc\n2001-01-01T01:00:00Z,0.5\n");
    assertThat(history.read("auc", START, END)).hasSize(1);
    Files.writeString(file, "time,auc\nyesterday,0.5\n");
    assertThatThrownBy(() -> history.read("auc", START, END))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("line 2 has the time 'yesterday'");
  }

  @Test
  void aJsonHistoryIsAListOfObjects() throws Exception {
    Path file = folder.resolve("metrics.json");
    Files.writeString(file, "[{\"time\":\"2001-01-01T01:00:00Z\",\"auc\":0.7,\"note\":\"x\"}]");
    assertThat(history(file).read("auc", START, END)).hasSize(1);

    Files.writeString(file, "[{\"auc\":0.7}]");
    assertThatThrownBy(() -> history(file).metrics()).hasMessageContaining("the key 'time'");
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> history(file).metrics()).hasMessageContaining("it is no list");
  }

  @Test
  void pushedMetricsKeepTheNewest() {
    PushedMetrics metrics = new PushedMetrics(2);
    for (int i = 1; i <= 3; i++) {
      metrics.push("auc", START.plusSeconds(i), 0.1 * i);
    }

    assertThat(metrics.read("auc", START, END)).hasSize(2);
    assertThat(metrics.read("auc", END, START)).isEmpty();
    assertThat(pushed().read("auc", START, END)).isEmpty();
    assertThatThrownBy(() -> metrics.push("not a name", START, 1)).hasMessageContaining("name");
    assertThatThrownBy(() -> new PushedMetrics(0)).hasMessageContaining("at least 1");
  }

  @Test
  void sourcesSurviveTheirDocuments() {
    var shape = PartTypes.shape(MetricSource.class);
    for (MetricSource source :
        new MetricSource[] {
          source().query("auc", "avg(x)").step(Duration.ofHours(1)), history(Path.of("m.csv"))
        }) {
      String json = Documents.canonicalJson(shape.write(source));
      assertThat(DocumentReader.of(shape, Documents.parse(json, "s"), "s"))
          .isEqualTo(source)
          .hasSameHashCodeAs(source);
    }
    assertThat(history(Path.of("m.csv"))).hasToString("metrics in m.csv");
  }

  @Test
  void anErrorThatAnswers200IsNotAMetricThatWasNotMeasured() {
    answer = "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}";
    assertThatThrownBy(() -> source().read("auc", START, END))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("query timed out");

    answer = "<html>Please log in</html>";
    assertThatThrownBy(() -> source().read("auc", START, END))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("which is not JSON");
    answer = "{\"status\":\"success\"}";
    assertThatThrownBy(() -> source().read("auc", START, END))
        .hasMessageContaining("it has no data.result");
  }

  @Test
  void aSeriesWithoutNumbersIsNotAMetricThatWasNotMeasured() {
    answer = "{\"status\":\"success\",\"data\":{\"result\":[{\"histograms\":[[1,{}]]}]}}";
    assertThatThrownBy(() -> source().read("auc", START, END))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("a series has no values");
    answer = "{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[1,\"much\"]]}]}}";
    assertThatThrownBy(() -> source().read("auc", START, END))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("much");
  }

  @Test
  void credentialsAreSentEncryptedOrToThisMachineAlone() {
    assertThatThrownBy(() -> prometheus("http://user:p4ss@192.0.2.1").read("auc", START, END))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("not encrypted");
  }

  @Test
  void credentialsInTheAddressAreSentAndNeverPrintedOrStored() {
    String host = "127.0.0.1:" + server.getAddress().getPort();
    for (String secret : new String[] {"p4ss", "p%40ss", "p@ ss#/1"}) {
      PrometheusMetrics source = prometheus("http://user:" + secret + "@" + host);
      status = 401;
      answer = "{\"status\":\"error\",\"error\":\"no\"}";
      authorization.clear();

      assertThatThrownBy(() -> source.read("auc", START, END))
          .message()
          .contains(host)
          .doesNotContain(secret)
          .doesNotContain("user");
      assertThat(authorization.get(0)).startsWith("Basic ");
      String sent =
          new String(
              Base64.getDecoder().decode(authorization.get(0).substring(6)),
              StandardCharsets.UTF_8);
      assertThat(sent).isEqualTo("user:" + secret.replace("%40", "@"));
      assertThat(source.toString()).doesNotContain(secret).doesNotContain("user");
      assertThat(Documents.canonicalJson(PartTypes.shape(MetricSource.class).write(source)))
          .contains(host)
          .doesNotContain(secret)
          .doesNotContain("user");
    }
    assertThatThrownBy(() -> prometheus("user:p4ss@nowhere"))
        .hasMessageContaining("http://prometheus:9090")
        .message()
        .doesNotContain("p4ss");
  }

  @Test
  void aDecimalCommaIsNeverReadAsAnotherNumber() throws Exception {
    refuses("time,auc\n2001-01-01T01:00:00Z,0,7\n", "line 2 has 3 cells, the header has 2");
    refuses("time,auc\n2001-01-01T01:00:00Z,\"0,7\"\n", "the auc '0,7', which is no number");
    refuses("time;auc\n2001-01-01T01:00:00Z;0,7\n", "no column 'time'");
  }

  @Test
  void aColumnThatStandsTwiceIsRefused() throws Exception {
    refuses("time,auc,auc\n2001-01-01T01:00:00Z,0.7,0.6\n", "the column 'auc' stands twice");
    refuses("time,auc,time\n2001-01-01T01:00:00Z,0.7,x\n", "the column 'time' stands twice");
  }

  @Test
  void aColumnOfNumbersAndSomethingElseIsRefusedWhereItIsRead() throws Exception {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(
        file, "time,auc,week\n2001-01-01T01:00:00Z,0.7,1\n2001-01-01T02:00:00Z,0.6f,one\n");
    MetricHistory history = history(file);

    assertThat(history.metrics()).isEmpty();
    assertThatThrownBy(() -> history.read("auc", START, END))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("line 3 has the auc '0.6f', which is no number");
  }

  @Test
  void filesOfSpreadsheetsAndPandasAreRead() throws Exception {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(
        file, "\uFEFFtime,auc\r\n2001-01-01 01:00:00+00:00,0.7\r\n2001-01-01T02:00:00Z,NaN\r\n");

    assertThat(history(file).read("auc", START, END))
        .extracting(p -> p.value().value())
        .containsExactly(0.7);
  }

  @Test
  void recordsWhichMetricsARunReadInVain() throws Exception {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, "time,auc\n2001-01-01T01:00:00Z,0.7\n");
    MetricReads reads = new MetricReads(history(file));

    reads.read("auc", START, END);
    reads.read("auc", END, END);
    reads.read("f1", START, END);

    assertThat(reads.absent()).containsExactly("f1");
  }

  private void refuses(String content, String problem) throws Exception {
    Path file = folder.resolve("refused.csv");
    Files.writeString(file, content);
    assertThatThrownBy(() -> history(file).read("auc", START, END))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(problem);
  }
}

package dev.retrain.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.TransientFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate that also registers, against a folder and against a loopback Resource Manager. */
class RegisteringGateTest {

  private static final String WORKSPACE =
      "azureml://subscriptions/s-1/resourcegroups/group/workspaces/space";
  private static final String VERSION =
      "/subscriptions/s-1/resourceGroups/group/providers/Microsoft.MachineLearningServices"
          + "/workspaces/space/models/flights/versions/run-1";

  @TempDir Path root;

  private final Map<String, String> models = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Integer> failures = new ArrayList<>();
  private String absent = "{\"error\": {\"code\": \"NotFound\"}}";
  private HttpServer server;
  private Map<String, String> environment;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::token);
    server.createContext("/metadata", this::token);
    server.createContext("/subscriptions", this::manage);
    server.start();
    environment =
        Map.of(
            AzureRegistrar.ENDPOINT,
            address(),
            "MSI_ENDPOINT",
            address() + "/token",
            "MSI_SECRET",
            "hush",
            "DEFAULT_IDENTITY_CLIENT_ID",
            "client-7");
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void registersInAWorkspaceUnderTheRunsKey() throws IOException {
    String said = gate(WORKSPACE, 0.9);

    assertThat(said).contains("passed", "registered as version run-1");
    Node.Mapping body = (Node.Mapping) Documents.parse(models.get(VERSION), "body");
    assertThat(body.toString())
        .contains("\"modelType\":\"custom_model\"")
        .contains("\"modelUri\":\"azureml://datastores/d/paths/model\"")
        .contains("\"retrain.run\":\"run-1\"", "\"retrain.gate\":\"passed\"", "\"Owner\":\"risk\"")
        .contains("\"retrain.serving\":\"{\\\"image\\\":\\\"serve\\\"}\"");
    assertThat(decision()).contains("\"version\" : \"run-1\"");
  }

  @Test
  void signsInAsTheJobsIdentityAndPrintsNoToken() throws IOException {
    String said = gate(WORKSPACE, 0.9);

    assertThat(asked.get(0))
        .startsWith("GET /token?api-version=2017-09-01&resource=")
        .endsWith("&clientid=client-7 secret=hush");
    assertThat(said + decision()).doesNotContain("t0ken", "hush");
  }

  @Test
  void leavesTheVersionOfTheSameRunAsItIs() throws IOException {
    gate(WORKSPACE, 0.9);
    models.put(VERSION, "{\"properties\":{\"tags\":{\"champion\":\"true\"}}}");

    gate(WORKSPACE, 0.95);

    assertThat(models.get(VERSION)).contains("champion");
    assertThat(asked).filteredOn(request -> request.startsWith("PUT")).hasSize(1);
  }

  @Test
  void repeatsWhatTheServiceHadNoTimeFor() throws IOException {
    failures.addAll(List.of(429, 503, 500));

    assertThat(gate(WORKSPACE, 0.9)).contains("registered as version run-1");
  }

  @Test
  void givesUpAfterThreeRepeatsAndDecidesNothing() {
    failures.addAll(List.of(503, 503, 503, 503));

    assertThatThrownBy(() -> gate(WORKSPACE, 0.9))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("cannot GET " + address() + VERSION)
        .hasMessageContaining("503");
    assertThat(root.resolve("decision/gate.json")).doesNotExist();
  }

  @Test
  void writesNothingWhenAGatewayAnswersInPlaceOfTheService() {
    absent = "<html>404</html>";

    assertThatThrownBy(() -> gate(WORKSPACE, 0.9)).isInstanceOf(TransientFailure.class);
    assertThat(models).isEmpty();
  }

  @Test
  void saysWhichRoleIsMissing() {
    failures.add(403);

    assertThatThrownBy(() -> gate(WORKSPACE, 0.9))
        .isInstanceOf(PermissionDenied.class)
        .hasMessageContaining("run-1")
        .hasMessageContaining("AzureML Data Scientist");
  }

  @Test
  void aRefusedModelReachesNoRegistry() throws IOException {
    String said = gate(WORKSPACE, 0.1);

    assertThat(said).contains("rejected").doesNotContain("registered");
    assertThat(asked).isEmpty();
    assertThat(decision()).contains("\"passed\" : false").doesNotContain("version");
  }

  @Test
  void asksTheMetadataServiceWhereThereIsNoJobEndpoint() throws IOException {
    environment =
        Map.of(AzureRegistrar.ENDPOINT, address(), "AZURE_POD_IDENTITY_AUTHORITY_HOST", address());

    gate(WORKSPACE, 0.9);

    assertThat(asked.get(0)).startsWith("GET /metadata/identity/oauth2/token?");
  }

  @Test
  void sendsNoTokenUnencrypted() {
    environment = Map.of(AzureRegistrar.ENDPOINT, "http://192.0.2.1");

    assertThatThrownBy(() -> gate(WORKSPACE, 0.9))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("not encrypted");
  }

  @Test
  void registersInAFolderOncePerRun() throws IOException {
    String folder = root.resolve("registry").toUri().toString();

    assertThat(gate(folder, 0.9)).contains("registered as version 1");
    assertThat(gate(folder, 0.9)).contains("registered as version 1");
  }

  @Test
  void refusesARegistryItDoesNotKnow() {
    assertThatThrownBy(() -> gate("azureml://registries/shared", 0.9))
        .isInstanceOf(StepProblem.class)
        .hasMessageContaining("names no workspace");
    assertThatThrownBy(() -> gate("s3://bucket", 0.9))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("retrain-artifacts-s3");
  }

  private String gate(String registry, double auc) throws IOException {
    Path metrics = Steps.folder(root, "metrics", "metrics.json", "{\"auc\": " + auc + "}");
    Path model = Steps.folder(root, "model", "weights", "1");
    List<String> words =
        List.of(
            "--condition",
            "[{\"type\":\"at-least\",\"metric\":\"auc\",\"threshold\":0.5}]",
            "--decision",
            root.resolve("decision").toString(),
            "--model-name",
            "flights",
            "--model-uri",
            "azureml://datastores/d/paths/model",
            "--registry",
            registry,
            "--run-key",
            "run-1",
            "--serving",
            "{\"image\":\"serve\"}",
            "--tags",
            "{\"Owner\":\"risk\"}",
            "--reads",
            "metrics:metrics,model:model",
            "--metrics",
            metrics.toString(),
            "--model",
            model.toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      new GateComponent(Clock.systemUTC(), environment)
          .run(Invocation.parse("gate", words, Path.of("")), out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private String decision() throws IOException {
    return java.nio.file.Files.readString(root.resolve("decision/gate.json"));
  }

  private void token(HttpExchange exchange) throws IOException {
    asked.add(
        "GET "
            + exchange.getRequestURI()
            + " secret="
            + exchange.getRequestHeaders().getFirst("secret"));
    answer(exchange, 200, "{\"access_token\": \"t0ken\", \"expires_on\": \"1\"}");
  }

  private void manage(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!"Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{}");
    } else if (!failures.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", "0");
      answer(exchange, failures.remove(0), "{}");
    } else if (exchange.getRequestMethod().equals("PUT")) {
      models.put(path, body);
      answer(exchange, 201, body);
    } else {
      answer(exchange, models.containsKey(path) ? 200 : 404, models.getOrDefault(path, absent));
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

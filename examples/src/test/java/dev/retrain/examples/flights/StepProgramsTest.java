package dev.retrain.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepProgramsTest {

  @TempDir Path run;

  @BeforeEach
  void writeData() throws IOException {
    for (String name : List.of("train", "holdout", "champion")) {
      Files.createDirectories(run.resolve(name));
    }
    FlightFiles.write(run.resolve("train/data.csv"), MadeFlights.some(1_000, 1));
    FlightFiles.write(run.resolve("holdout/data.csv"), MadeFlights.some(400, 2));
  }

  @Test
  void firstRunHasNoChampionToCompareWith() throws IOException {
    FlightsTrain.main(folders("train", "champion", "model"));
    FlightsEvaluate.main(folders("holdout", "model", "champion", "metrics", "scores"));
    assertThat(metrics().fieldNames())
        .toIterable()
        .containsExactly("accuracy", "auc", "brier", "latency_p95_ms", "log_loss", "rows");
    assertThat(Files.readAllLines(run.resolve("scores/scores.csv")))
        .hasSize(401)
        .startsWith("id,time,label,score,slice");
  }

  @Test
  void laterRunsScoreTheChampionOnTheSameHoldout() throws IOException {
    FlightsTrain.main(folders("train", "model"));
    FlightsTrain.main(new String[] {"--train", at("train"), "--model", at("champion")});
    FlightsEvaluate.main(
        folders("holdout", "model", "champion", "metrics", "scores", "champion_scores"));
    assertThat(metrics().get("champion.auc")).isEqualTo(metrics().get("auc"));
    assertThat(metrics().size()).isEqualTo(11);
    assertThat(run.resolve("champion_scores/scores.csv"))
        .hasSameTextualContentAs(run.resolve("scores/scores.csv"));
  }

  @Test
  void onlyIncrementalContinuesFromTheChampion() throws IOException {
    FlightsTrain.main(new String[] {"--train", at("train"), "--model", at("champion")});
    FlightsTrain.main(inMode("INCREMENTAL"));
    assertThat(trees()).isEqualTo(60);
    FlightsTrain.main(inMode("FULL"));
    assertThat(trees()).isEqualTo(40);
  }

  @Test
  void incrementalTrainsAnewWithoutAChampionOrFromOneGrownTooLarge() throws IOException {
    FlightsTrain.main(inMode("INCREMENTAL"));
    assertThat(trees()).isEqualTo(40);
    FlightsTrain.main(new String[] {"--train", at("train"), "--model", at("champion")});
    settings("{\"max_trees\": 45}");
    FlightsTrain.main(inMode("INCREMENTAL"));
    assertThat(trees()).isEqualTo(40);
  }

  @Test
  void readsSomeHyperparametersOverTheDefaults() throws IOException {
    settings("{\"trees\": \"7\", \"planted\": \"fails-in-production\"}");
    Hyperparameters read = Hyperparameters.read(run.resolve("settings.json"));
    assertThat(read.trees()).isEqualTo(7);
    assertThat(read.planted()).isEqualTo(Planted.FAILS_IN_PRODUCTION);
    assertThat(read.depth()).isEqualTo(Hyperparameters.DEFAULTS.depth());
  }

  @Test
  void refusesUnknownHyperparameters() throws IOException {
    settings("{\"tress\": 7}");
    assertThatThrownBy(() -> FlightsTrain.main(inMode("FULL")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tress");
  }

  @Test
  void namesAMissingArgument() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlightsTrain.main(folders("train")))
        .withMessageContaining("--model");
  }

  @Test
  void delayProgramsJudgeMinutes() throws IOException {
    DelayTrain.main(folders("train", "model"));
    DelayTrain.main(new String[] {"--train", at("train"), "--model", at("champion")});
    DelayEvaluate.main(folders("holdout", "model", "champion", "metrics", "scores"));
    assertThat(metrics().fieldNames())
        .toIterable()
        .containsExactly(
            "champion.latency_p95_ms",
            "champion.mae",
            "champion.rmse",
            "latency_p95_ms",
            "mae",
            "rmse",
            "rows");
  }

  private String[] folders(String... names) {
    List<String> args = new ArrayList<>();
    for (String name : names) {
      args.addAll(List.of("--" + name, at(name)));
    }
    return args.toArray(String[]::new);
  }

  private String[] inMode(String mode) throws IOException {
    if (Files.notExists(run.resolve("settings.json"))) {
      settings("{}");
    }
    List<String> args = new ArrayList<>(List.of(folders("train", "champion", "model")));
    args.addAll(List.of("--hyperparameters", at("settings.json"), "--retrain_mode", mode));
    return args.toArray(String[]::new);
  }

  private void settings(String json) throws IOException {
    Files.writeString(run.resolve("settings.json"), json);
  }

  private String at(String name) {
    return run.resolve(name).toString();
  }

  private int trees() throws IOException {
    return FlightsModel.load(run.resolve("model")).parts().trees().size();
  }

  private JsonNode metrics() throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(Files.readString(run.resolve("metrics/metrics.json")));
  }
}

package dev.retrain.backend.sagemaker.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.retrain.spi.backend.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Definitions against the published schema, where it lies beside the project, with the corrections
 * without which it refuses what the service accepts: it is older than the service.
 */
class OfficialSchemaTest {

  private static final Path SCHEMA =
      Path.of("..", "..", "shared", "schemas", "sagemaker", "pipeline-definition.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void acceptsReferencePipelines(String name) throws IOException {
    assertThat(findings(SageMakerSamples.translator(), name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flight-delays", "everything"})
  void acceptsThemWithNetworkKeysAndExperiments(String name) throws IOException {
    Translator translator =
        SageMakerSamples.translator(
            """
            network: {subnets: [subnet-1], securityGroups: [sg-1], isolated: true, encrypted: true}
            encryption: {volumeKey: alias/volume, outputKey: alias/output}
            experiments: true
            """);
    assertThat(findings(translator, name)).isEmpty();
  }

  private static List<String> findings(Translator translator, String name) throws IOException {
    assumeTrue(Files.exists(SCHEMA), "the schema lies beside the project");
    String definition =
        translator
            .translate(SageMakerSamples.reference(name))
            .files()
            .get("sagemaker/pipeline.json");
    return corrected().validate(definition, InputFormat.JSON).stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  private static Schema corrected() throws IOException {
    ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(SCHEMA));
    schema.remove("$schema");
    schema.remove("$id");
    allow(schema, "", "PipelineExperimentConfig");
    ObjectNode definitions = (ObjectNode) schema.get("definitions");
    for (String value : List.of("StringArgumentValue", "IntegerArgumentValue")) {
      ((ArrayNode) definitions.at("/" + value + "/oneOf"))
          .add(JSON.readTree("{\"type\": \"object\", \"required\": [\"Std:Join\"]}"))
          .add(JSON.readTree("{\"type\": \"object\", \"required\": [\"Std:JsonGet\"]}"));
    }
    ((ObjectNode) definitions.at("/RetryPolicy/properties"))
        .set("ExceptionType", JSON.readTree("{\"type\": \"array\"}"));
    allow(definitions, "/StringParameter", "EnumValues");
    ((ArrayNode)
            definitions.at("/ConditionStep/properties/Arguments/properties/IfSteps/items/oneOf"))
        .add(JSON.readTree("{\"$ref\": \"#/definitions/ConditionStep\"}"));
    allow(definitions, "/ProcessingStep", "PropertyFiles");
    String register = "/RegisterModelStep/properties/Arguments";
    allow(definitions, register, "ModelApprovalStatus", "CustomerMetadataProperties");
    String container = "/properties/InferenceSpecification/properties/Containers/items";
    allow(definitions, register + container, "Environment", "ModelDataSource");
    String training = "/TrainingStep/properties/Arguments";
    String algorithm = training + "/properties/AlgorithmSpecification";
    allow(definitions, algorithm, "ContainerEntrypoint", "ContainerArguments");
    allow(definitions, training + "/properties/OutputDataConfig", "CompressionType");
    String trial = "/HyperParameterTrainingJobDefinition";
    allow(definitions, trial, "Environment");
    allow(definitions, trial + "/properties/OutputDataConfig", "CompressionType");
    String tuning = "/TuningStep/properties/Arguments/properties/HyperParameterTuningJobConfig";
    allow(definitions, tuning, "RandomSeed", "TuningJobCompletionCriteria");
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(schema.toString(), InputFormat.JSON);
  }

  /** Adds properties that the schema does not know. */
  private static void allow(ObjectNode schema, String path, String... properties) {
    ObjectNode known = (ObjectNode) schema.at(path + "/properties");
    for (String property : properties) {
      known.set(property, JSON.createObjectNode());
    }
  }
}

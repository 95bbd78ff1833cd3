package dev.retrain.kfp.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.kfp.ir.ParameterType;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerConditionTest {

  private static final Map<String, ParameterType> INPUTS =
      Map.of(
          "s", ParameterType.STRING,
          "d", ParameterType.NUMBER_DOUBLE,
          "i", ParameterType.NUMBER_INTEGER,
          "b", ParameterType.BOOLEAN);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inputs.parameter_values['s'] == 'it\\'s'",
        "inputs.parameter_values['d'] >= 0.5 && inputs.parameter_values['d'] < 1.0",
        "int(inputs.parameter_values['i']) == 3",
        "inputs.parameter_values['i'] != double(3)",
        "inputs.parameter_values['b'] == true || !(inputs.parameter_values['b'])",
        "(1 < 2) && (2 <= 3) && (-1 > -2) == false",
      })
  void acceptsWhatKfpWrites(String expression) {
    assertThat(TriggerCondition.problem(expression, INPUTS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inputs.parameter_values[\"i\"] == 3 | needs a quoted name",
        "inputs.parameter_values[x] == 3 | needs a quoted name",
        "inputs.parameter_values[#i#] == 3 | compares DOUBLE with INT",
        "inputs.parameter_values[#d#] >= #0.9# | compares DOUBLE with STRING",
        "inputs.parameter_values[#b#] == #true# | compares BOOL with STRING",
        "inputs.parameter_values[#z#] == 1 | is no input",
        "inputs.parameter_values[#s#] | is STRING, not true or false",
        "1 && true | joins INT and BOOL",
        "!1 | joins INT and BOOL",
        "true true | did not expect",
        "(true | expected )",
        "len(#a#) == 1 | expected double(",
        "#a == 1 | expected double(",
      })
  void refusesWhatWouldNotEvaluate(String expression, String why) {
    assertThat(TriggerCondition.problem(expression.replace('#', '\''), INPUTS))
        .get()
        .asString()
        .contains(why);
  }
}

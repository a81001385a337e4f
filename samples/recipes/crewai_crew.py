"""A CrewAI crew whose spans go to a file, by OpenInference. The model is scripted: no key, no network.

pip install crewai openinference-instrumentation-crewai opentelemetry-exporter-otlp-json-file
CREWAI_DISABLE_TELEMETRY=true python crewai_crew.py crewai.otlp.jsonl
"""
import os
import sys

os.environ.setdefault("CREWAI_DISABLE_TELEMETRY", "true")
os.environ.setdefault("CREWAI_TRACING_ENABLED", "false")

from crewai import Agent, BaseLLM, Crew, Task
from crewai.tools import tool
from openinference.instrumentation.crewai import CrewAIInstrumentor
from opentelemetry.exporter.otlp.json.file import FileSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

# --- the recipe -----------------------------------------------------------------
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(FileSpanExporter(sys.argv[1])))
CrewAIInstrumentor().instrument(tracer_provider=provider, use_event_listener=True)
# --------------------------------------------------------------------------------


class ScriptedModel(BaseLLM):
    def __init__(self, answers: list[str]):
        super().__init__(model="scripted-1")
        self._answers = iter(answers)

    def call(self, messages, tools=None, callbacks=None, available_functions=None, **kwargs) -> str:
        return next(self._answers)

    def supports_function_calling(self) -> bool:
        return False

    def supports_stop_words(self) -> bool:
        return False

    def get_context_window_size(self) -> int:
        return 8192


@tool("stock")
def stock(item: str) -> str:
    """How many of an item are left."""
    return f"{item}: 3 left"


buyer = Agent(role="Buyer", goal="Know what is missing", backstory="Counts things.", tools=[stock], llm=ScriptedModel([
    "Thought: I have to count.\nAction: stock\nAction Input: {\"item\": \"screws\"}",
    "Thought: I now know the final answer\nFinal Answer: Three boxes of screws are left; ten are needed.",
]))
writer = Agent(role="Writer", goal="Write short orders", backstory="Few words.", llm=ScriptedModel([
    "Thought: I now can give a great answer\nFinal Answer: Please send seven boxes of screws.",
]))
count = Task(description="Count the screws.", expected_output="How many are missing", agent=buyer)
order = Task(description="Write the order.", expected_output="One sentence", agent=writer, context=[count])

print(Crew(agents=[buyer, writer], tasks=[count, order], name="shop").kickoff())
provider.shutdown()

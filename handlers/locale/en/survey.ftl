# The satisfaction survey (SKM).

survey-offer = Would you answer a survey about { $agency }? Nine taps; only the figures of many together are shown, and you are asked at most once a quarter.
btn-survey = Take the survey
survey-offer-misfit = Type take the survey, or skip.
survey-question = <b>Survey { $number } of { $total }</b>
    { $text }
survey-requirements = How fitting were the requirements of the service?
survey-procedure = How easy was the procedure?
survey-time = How quickly was it handled?
survey-cost = How fair was the cost? If it was free, choose 4.
survey-product = How well did the outcome match what was promised?
survey-competence = How capable were the officers?
survey-conduct = How polite and friendly were the officers?
survey-complaints = How well were complaints and suggestions handled?
survey-facilities = How good were the facilities?
btn-skm-1 = 1 Not good
btn-skm-2 = 2 Less good
btn-skm-3 = 3 Good
btn-skm-4 = 4 Very good
survey-misfit = Tap your answer, or type 1 to 4; skip to stop.
survey-thanks = 🙏 Thank you, your survey is kept.
survey-left = Very well, no survey then. Thank you.

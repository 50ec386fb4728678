import ffmpeg from 'fluent-ffmpeg'; // one-ffmpeg-file
export default ffmpeg;
